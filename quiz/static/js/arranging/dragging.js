// Dragging with a mouse, a finger or a pen. A mouse takes hold of the whole item; a finger of its grip alone,
// since everywhere else it scrolls the page.

const FIRST_STEP_PX = 5; // less is a click whose hand trembled
const CLICK_AFTER_MS = 60;
const EDGE_PX = 96; // nearer to the edge of the screen the page scrolls along
const SCROLL_PX = 14;

/**
 * Let the items of `list` be dragged. `move(item, {dx, dy, event})` follows the pointer from where it took hold,
 * in pixels of the page; then comes `drop(item)`, or `cancel(item)` after Escape.
 */
export function letDrag(list, { move, drop, cancel }) {
  let droppedAt = -Infinity;
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("li");
    if (!item || event.button || !event.isPrimary || event.target.closest("button")) return;
    if (event.pointerType !== "mouse" && !event.target.closest(".grip")) return;
    // Else the browser would select words or give the focus to what stands below.
    event.preventDefault();
    follow(list, item, event, {
      move,
      cancel,
      drop: (dropped) => {
        droppedAt = performance.now();
        drop(dropped);
      },
    });
  });
  // The click that ends a drag is none.
  const swallow = (event) => {
    if (performance.now() - droppedAt < CLICK_AFTER_MS) event.stopPropagation();
  };
  list.addEventListener("click", swallow, true);
}

function follow(list, item, start, { move, drop, cancel }) {
  const over = new AbortController();
  const listen = (name, then) => document.addEventListener(name, then, { signal: over.signal, capture: true });
  let moving = false;

  const end = (then) => {
    over.abort();
    item.classList.remove("is-dragged");
    if (moving) then(item);
  };
  listen("pointermove", (event) => {
    if (event.pointerId !== start.pointerId) return;
    const [dx, dy] = [event.pageX - start.pageX, event.pageY - start.pageY];
    if (!moving && Math.hypot(dx, dy) < FIRST_STEP_PX) return;
    if (!moving) list.setPointerCapture(start.pointerId);
    moving = true;
    item.classList.add("is-dragged");
    scrollAlong(event.clientY);
    move(item, { dx, dy, event });
  });
  listen("pointerup", (event) => event.pointerId === start.pointerId && end(drop));
  listen("pointercancel", (event) => event.pointerId === start.pointerId && end(cancel));
  listen("keydown", (event) => {
    if (event.key !== "Escape" || !moving) return;
    event.preventDefault();
    event.stopPropagation();
    end(cancel);
  });
}

function scrollAlong(y) {
  if (y < EDGE_PX) window.scrollBy(0, -SCROLL_PX);
  else if (y > window.innerHeight - EDGE_PX) window.scrollBy(0, SCROLL_PX);
}
