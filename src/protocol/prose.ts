/** Host to webview: the whole text again, already rendered to inert HTML. */
export interface ProseHostMessage {
  readonly kind: 'prose';
  /** What the page is, as its tab says. */
  readonly title: string;
  /** One line: which model answered, why, and at what cost. */
  readonly status: string;
  readonly html: string;
  /** What must be seen before anything else, rendered like the text; omitted for nothing. */
  readonly lead?: string;
  readonly running: boolean;
  /** The labels of the buttons above the text. They are Tierwise's own, never a model's. */
  readonly actions: readonly string[];
  /** A drawing above the text; omitted for none. */
  readonly plot?: Plot;
  /** A table with bars above the text; omitted for none. */
  readonly waterfall?: Waterfall;
}

/** The steps of a run, each with bars that say when it ran. Places and lengths are shares of the whole, 0 to 1. */
export interface Waterfall {
  readonly caption: string;
  /** Over the columns: the step, its cost, its start, its time. */
  readonly heads: readonly [step: string, cost: string, start: string, time: string];
  /** What is not drawn, and why; empty for nothing. */
  readonly note: string;
  /** How long the whole is, in words. */
  readonly length: string;
  /** Where the run went on after a pause. */
  readonly resumes: readonly number[];
  readonly rows: readonly WaterfallRow[];
}

/** All texts are plain, and empty for nothing. */
export interface WaterfallRow {
  /** How many steps it lies in. */
  readonly depth: number;
  /** One character, and the same in words. */
  readonly mark: string;
  readonly state: string;
  /** `around`: others lie in it. */
  readonly kind: 'work' | 'around' | 'failed';
  readonly name: string;
  readonly model: string;
  readonly cost: string;
  /** Its own cost as a share of the highest, 0 to 1. */
  readonly costShare: number;
  readonly start: string;
  readonly time: string;
  /** Several where it was started again; none where its start is unknown. */
  readonly bars: readonly WaterfallBar[];
}

export interface WaterfallBar {
  readonly from: number;
  readonly length: number;
  /** It goes on, or how long it took is unknown. */
  readonly isOpen: boolean;
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
