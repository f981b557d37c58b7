// The form of a new question: rows are added in place, gaps made of marked words, facts found while typing, and the
// lines to be written shown beside it. Without this file buttons send the form and do the same.

import { Facts } from "./composing/facts.js";
import { Gaps } from "./composing/gaps.js";
import { Leaving } from "./composing/leaving.js";
import { Place } from "./composing/place.js";
import { Rows } from "./composing/rows.js";
import { Written } from "./composing/written.js";

const form = document.querySelector("[data-composer]");

export function announce(text) {
  document.getElementById("live").textContent = text;
}

if (form) {
  for (const part of form.querySelectorAll("[data-unscripted]")) part.hidden = true;
  for (const rows of form.querySelectorAll("[data-rows]")) if (rows.querySelector("[data-add-row]")) new Rows(rows, announce);
  for (const facts of form.querySelectorAll("[data-facts]")) new Facts(facts);
  for (const gaps of form.querySelectorAll("[data-gaps]")) new Gaps(form, gaps, announce);
  for (const place of form.querySelectorAll("[data-place]")) new Place(place);
  new Written(form);
  new Leaving(form);
}
