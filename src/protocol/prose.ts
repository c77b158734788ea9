/** Host to webview: the whole text again, already rendered to inert HTML. */
export interface ProseHostMessage {
  readonly kind: 'prose';
  /** One line: which model answered, why, and at what cost. */
  readonly status: string;
  readonly html: string;
  readonly running: boolean;
  /** The labels of the buttons above the text. They are Tierwise's own, never a model's. */
  readonly actions: readonly string[];
  /** A drawing below the text; omitted for none. */
  readonly plot?: Plot;
}

/** Points with their intervals. Places are shares of the width, and of the height from below, 0 to 1. */
export interface Plot {
  /** What it shows, in sentences for people who do not see it. */
  readonly description: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xTicks: readonly PlotTick[];
  readonly yTicks: readonly PlotTick[];
  /** A line across at this height; omitted for none. */
  readonly threshold?: PlotTick;
  readonly points: readonly PlottedPoint[];
}

export interface PlotTick {
  readonly at: number;
  readonly label: string;
}

export interface PlottedPoint {
  readonly label: string;
  /** `chosen`: the smallest that passes; `front`: no other is as good for less; `other`. */
  readonly kind: 'chosen' | 'front' | 'other';
  readonly x: PlotSpan;
  readonly y: PlotSpan;
}

export interface PlotSpan {
  readonly low: number;
  readonly at: number;
  readonly high: number;
}

/** Webview to host. */
export type ProseViewMessage =
  | { readonly kind: 'ready' }
  /** A button was pressed; its place among the actions. */
  | { readonly kind: 'act'; readonly index: number }
  /** A link of the page's own was followed; its place among the links. */
  | { readonly kind: 'follow'; readonly index: number };

/** How the address of a page's own link begins; its place among the links follows. */
export const ownLink = '#tierwise-link-';
