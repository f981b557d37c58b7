// Desktop Anki keeps one page and runs this again for every side of every card, so nothing may be declared
// outside the function. Without it the card is complete; with it the lists answer to a tap.
(function () {
  "use strict";
  var card = document.querySelector(".fd");
  if (!card) { return; }
  var pick = card.dataset.pick;
  var key = "factdeck:" + card.dataset.note;

  // ---- what the front tells the back: the shown order and what was tapped

  function keep(state) {
    window.factdeckKept = { key: key, text: JSON.stringify(state) };
    try { sessionStorage.setItem(key, window.factdeckKept.text); } catch (refused) { /* the page itself remembers */ }
  }

  function kept() {
    var text = null;
    try { text = sessionStorage.getItem(key); } catch (refused) { /* see keep */ }
    if (!text && window.factdeckKept && window.factdeckKept.key === key) { text = window.factdeckKept.text; }
    try { return text ? JSON.parse(text) : null; } catch (broken) { return null; }
  }

  // ---- lists

  function itemsOf(selector) {
    var list = card.querySelector(selector + " ul, " + selector + " ol");
    return list ? Array.prototype.slice.call(list.children) : [];
  }

  function numbers(count) {
    var all = [];
    for (var number = 0; number < count; number += 1) { all.push(number); }
    return all;
  }

  function shuffled(count) {
    var order = numbers(count);
    for (var last = count - 1; last > 0; last -= 1) {
      var other = Math.floor(Math.random() * (last + 1));
      var moved = order[last];
      order[last] = order[other];
      order[other] = moved;
    }
    return order;
  }

  function show(items, order) {
    order.forEach(function (index) { items[index].parentNode.appendChild(items[index]); });
  }

  // A note may have been edited between the two sides, so what was kept must fit the list that is there.
  function fits(order, count) {
    return Array.isArray(order) && order.slice().sort(function (a, b) { return a - b; }).join() === numbers(count).join();
  }

  function tappable(item, react) {
    item.classList.add("tappable"); // AnkiMobile and AnkiDroid do not turn the card on a tap on these
    item.setAttribute("role", "button");
    item.tabIndex = 0;
    item.setAttribute("aria-pressed", "false");
    item.addEventListener("click", function (event) {
      if (!event.target.closest("a")) { react(); }
    });
    item.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" && event.key !== " ") { return; }
      event.preventDefault();
      event.stopPropagation();
      react();
    });
  }

  function press(item, pressed) {
    item.classList.toggle("chosen", pressed);
    item.setAttribute("aria-pressed", pressed ? "true" : "false");
  }

  // ---- the front

  function frontPicking() {
    var items = itemsOf(".fd-options");
    var state = { order: card.dataset.shuffle ? shuffled(items.length) : numbers(items.length), chosen: [] };
    show(items, state.order);
    keep(state);
    items.forEach(function (item, index) {
      tappable(item, function () {
        var at = state.chosen.indexOf(index);
        if (at >= 0) { state.chosen.splice(at, 1); }
        else if (pick === "one") { state.chosen = [index]; }
        else { state.chosen.push(index); }
        items.forEach(function (other, position) {
          var place = state.chosen.indexOf(position);
          press(other, place >= 0);
          if (pick === "order") { other.dataset.place = place >= 0 ? String(place + 1) : ""; }
        });
        keep(state);
      });
    });
  }

  function frontMatching() {
    var lefts = itemsOf(".fd-lefts");
    var rights = itemsOf(".fd-rights");
    var order = shuffled(rights.length);
    var state = { count: lefts.length, places: {}, texts: rights.map(function (item) { return item.textContent; }) };
    var active = 0;

    function draw() {
      lefts.forEach(function (left, index) {
        var right = state.places[index];
        press(left, index === active);
        left.dataset.place = right === undefined ? "" : String.fromCharCode(65 + order.indexOf(right));
      });
      rights.forEach(function (right, index) {
        var used = Object.keys(state.places).some(function (left) { return state.places[left] === index; });
        press(right, used);
      });
      keep(state);
    }

    function nextFree() {
      var free = numbers(lefts.length).filter(function (index) { return state.places[index] === undefined; });
      var later = free.filter(function (index) { return index > active; });
      return later.length ? later[0] : free.length ? free[0] : -1;
    }

    show(rights, order);
    lefts.forEach(function (left, index) {
      tappable(left, function () {
        if (active === index) { delete state.places[index]; }
        active = index;
        draw();
      });
    });
    rights.forEach(function (right, index) {
      tappable(right, function () {
        if (active < 0) { return; }
        state.places[active] = index;
        active = nextFree();
        draw();
      });
    });
    draw();
  }

  // ---- the back

  function verdict(words, name) {
    var line = card.querySelector(".fd-verdict");
    if (!line) { return; }
    line.textContent = words;
    line.className = "fd-verdict " + name;
    line.hidden = false;
  }

  function verdictOf(right, count, wrong) {
    if (right === count && !wrong) { verdict("Right", "right"); }
    else if (right > 0 && count > 1) {
      verdict("Partly right: " + right + " of " + count + (wrong ? ", " + wrong + " wrong" : ""), "partly");
    } else { verdict("Not right", "wrong"); }
  }

  function backPicking(state) {
    var items = itemsOf(".fd-solution");
    if (!fits(state.order, items.length) || !Array.isArray(state.chosen)) { return; }
    show(items, state.order);
    if (!state.chosen.length) { return; }
    card.classList.add("fd-answered");
    var right = 0;
    var keys = 0;
    items.forEach(function (item, index) {
      var isKey = item.classList.contains("right");
      var chosen = state.chosen.indexOf(index) >= 0;
      item.classList.toggle("chosen", chosen);
      keys += isKey ? 1 : 0;
      right += isKey && chosen ? 1 : 0;
    });
    verdictOf(right, keys, state.chosen.length - right);
  }

  // Colour alone tells nothing to many people, so every mark is a sign too.
  function signed(hit, given) {
    return hit ? "\u2713" : "\u2717 you: " + (given || "\u2013");
  }

  function backOrdering(state) {
    var items = itemsOf(".fd-solution");
    if (!fits(state.order, items.length) || !Array.isArray(state.chosen) || !state.chosen.length) { return; }
    // Items of one rank may stand in either order: a place is right if an item of its rank stands there.
    var ranks = items.map(function (item) { return item.dataset.rank; });
    var right = 0;
    items.forEach(function (item) {
      var place = state.chosen.indexOf(Number(item.dataset.item));
      var hit = place >= 0 && ranks[place] === item.dataset.rank;
      right += hit ? 1 : 0;
      item.classList.add(hit ? "right" : "wrong");
      item.dataset.yours = signed(hit, place >= 0 ? String(place + 1) : "");
    });
    if (right === items.length) { verdict("Right", "right"); }
    else { verdict(right + " of " + items.length + " in place", right ? "partly" : "wrong"); }
  }

  function backMatching(state) {
    var items = itemsOf(".fd-solution");
    if (state.count !== items.length || !state.places || !Object.keys(state.places).length) { return; }
    var right = 0;
    items.forEach(function (item, index) {
      var place = state.places[index];
      var hit = String(place) === item.dataset.right;
      right += hit ? 1 : 0;
      item.classList.add(hit ? "right" : "wrong");
      item.dataset.yours = signed(hit, place === undefined ? "" : state.texts[place]);
    });
    verdictOf(right, items.length, 0);
  }

  // The learner ticks off what came to mind; nothing is kept, since nothing follows.
  function backList() {
    var holder = card.querySelector(".fd-solution [data-need]");
    var need = holder ? Number(holder.dataset.need) : 0;
    var items = itemsOf(".fd-solution");
    items.forEach(function (item) {
      tappable(item, function () {
        press(item, !item.classList.contains("chosen"));
        var named = items.filter(function (other) { return other.classList.contains("chosen"); }).length;
        verdict(named + " of " + need + " named", named >= need ? "right" : "partly");
      });
    });
    card.classList.add("fd-ticking");
  }

  // A cloze note has one field for all its cards: leave out the other gaps' spellings.
  function backCloze() {
    var asked = Array.prototype.map.call(card.querySelectorAll(".cloze[data-ordinal]"), function (gap) {
      return gap.dataset.ordinal;
    });
    var rows = Array.prototype.slice.call(card.querySelectorAll(".fd-also [data-part]"));
    if (!asked.length || !rows.length) { return; }
    rows.forEach(function (row) { row.hidden = asked.indexOf(row.dataset.part) < 0; });
    card.querySelector(".fd-also").hidden = rows.every(function (row) { return row.hidden; });
  }

  function back() {
    if (pick === "list") { backList(); return; }
    if (pick === "cloze") { backCloze(); return; }
    var state = kept();
    if (!state) { return; }
    if (pick === "match") { backMatching(state); }
    else if (pick === "order") { backOrdering(state); }
    else { backPicking(state); }
  }

  if (card.dataset.side === "back") { back(); }
  else if (pick === "match") { frontMatching(); }
  else if (pick !== "list" && pick !== "cloze") { frontPicking(); }
})();
