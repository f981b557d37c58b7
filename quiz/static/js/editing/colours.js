// YAML's parts as classes; css/editor.css gives them their colours, light and dark.

import { HighlightStyle, syntaxHighlighting, tags } from "../../vendor/codemirror.js";

export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.definition(tags.propertyName), tags.propertyName], class: "yaml-key" },
    { tag: tags.comment, class: "yaml-comment" },
    { tag: [tags.string, tags.special(tags.string)], class: "yaml-quoted" },
    { tag: tags.attributeValue, class: "yaml-block" },
    { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], class: "yaml-sign" },
    { tag: [tags.labelName, tags.typeName, tags.keyword, tags.meta], class: "yaml-odd" },
  ]),
);
