import type { Plot, PlotSpan, PlottedPoint } from '../../src/protocol/prose.ts';

/*
 * A plot as SVG. All texts come in as text nodes, and all colours from the page's style sheet, so the page's
 * content rules hold and VS Code's theme applies.
 */

const frame = { width: 640, height: 340, left: 64, right: 24, top: 20, bottom: 52 } as const;
const inner = {
  width: frame.width - frame.left - frame.right,
  height: frame.height - frame.top - frame.bottom,
};
/** Labels that are closer than this would touch, pixels. */
const labelHeight = 15;

const xOf = (share: number): number => frame.left + share * inner.width;
const yOf = (share: number): number => frame.top + (1 - share) * inner.height;

type Attributes = Readonly<Record<string, string | number>>;

function shape(tag: string, attributes: Attributes, text?: string): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  if (text !== undefined) made.textContent = text;
  return made;
}

export function drawPlot(plot: Plot): SVGElement {
  const { width, height } = frame;
  const svg = shape('svg', {
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'aria-label': plot.description,
  });
  svg.append(...axes(plot), ...threshold(plot), ...plot.points.flatMap(pointShapes));
  svg.append(...labels(plot.points));
  return svg;
}

function axes({ xTicks, yTicks, xTitle, yTitle }: Plot): SVGElement[] {
  const bottom = yOf(0);
  const middle = frame.top + inner.height / 2;
  return [
    ...yTicks.flatMap(({ at, label }) => [
      shape('line', { class: 'grid', x1: xOf(0), x2: xOf(1), y1: yOf(at), y2: yOf(at) }),
      shape('text', { class: 'tick end', x: xOf(0) - 8, y: yOf(at) + 4 }, label),
    ]),
    ...xTicks.map(({ at, label }) =>
      shape('text', { class: 'tick middle', x: xOf(at), y: bottom + 18 }, label),
    ),
    shape('line', { class: 'axis', x1: xOf(0), x2: xOf(1), y1: bottom, y2: bottom }),
    shape('text', { class: 'title middle', x: xOf(0.5), y: frame.height - 10 }, xTitle),
    shape(
      'text',
      { class: 'title middle', x: 16, y: middle, transform: `rotate(-90 16 ${middle})` },
      yTitle,
    ),
  ];
}

function threshold({ threshold: line }: Plot): SVGElement[] {
  if (!line) return [];
  const y = yOf(line.at);
  return [
    shape('line', { class: 'threshold', x1: xOf(0), x2: xOf(1), y1: y, y2: y }),
    shape('text', { class: 'tick end', x: xOf(1), y: y - 5 }, line.label),
  ];
}

function pointShapes({ x, y, kind }: PlottedPoint): SVGElement[] {
  const across = (span: PlotSpan) => ({ x1: xOf(span.low), x2: xOf(span.high) });
  const along = (span: PlotSpan) => ({ y1: yOf(span.low), y2: yOf(span.high) });
  const [cx, cy] = [xOf(x.at), yOf(y.at)];
  return [
    shape('line', { class: `interval ${kind}`, ...across(x), y1: cy, y2: cy }),
    shape('line', { class: `interval ${kind}`, ...along(y), x1: cx, x2: cx }),
    shape('circle', { class: `point ${kind}`, cx, cy, r: kind === 'chosen' ? 7 : 5 }),
  ];
}

/** Beside their points; those that would touch one above move down. */
function labels(points: readonly PlottedPoint[]): SVGElement[] {
  const placed: { x: number; y: number }[] = [];
  return points
    .toSorted((one, other) => other.y.at - one.y.at)
    .map(({ label, kind, x, y }) => {
      const isRight = x.at > 0.65;
      const at = { x: xOf(x.at) + (isRight ? -12 : 12), y: yOf(y.at) + labelHeight };
      while (placed.some((each) => near(each, at))) at.y += labelHeight;
      placed.push(at);
      return shape('text', { class: `name ${kind} ${isRight ? 'end' : ''}`, ...at }, label);
    });
}

function near(one: { x: number; y: number }, other: { x: number; y: number }): boolean {
  return Math.abs(one.x - other.x) < 160 && Math.abs(one.y - other.y) < labelHeight;
}
