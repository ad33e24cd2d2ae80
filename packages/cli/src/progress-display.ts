import type { ProgressEvent } from '@sourdine/core';
import type { OutputStream } from './console-streams.ts';
import { formatBytes, formatPlural, formatRemaining } from './format-quantity.ts';
import { ProgressMeter, type ProgressState } from './progress-meter.ts';
import { displayWidth } from './safe-text.ts';
import type { Style } from './style.ts';

/** Milliseconds: nothing is shown of a run that is over sooner; a status line is redrawn, a plain line added, this often. */
const quietStart = 400;
const redrawInterval = 100;
const lineInterval = 5000;
const barWidth = 16;

/** Shows where a run stands: one line that changes on a terminal, a line every few seconds elsewhere. */
export class ProgressDisplay implements Disposable {
  readonly #stream: OutputStream;
  readonly #style: Style;
  readonly #meter = new ProgressMeter();
  #nextAt: number;
  #shown = false;

  constructor(stream: OutputStream, style: Style) {
    this.#stream = stream;
    this.#style = style;
    this.#nextAt = performance.now() + (stream.isTTY ? quietStart : lineInterval);
  }

  readonly add = (event: ProgressEvent): void => {
    this.#meter.add(event);
    const now = performance.now();
    if (now < this.#nextAt) return;
    this.#nextAt = now + (this.#stream.isTTY ? redrawInterval : lineInterval);
    this.#draw();
  };

  #draw(): void {
    const line = formatProgress(this.#meter.state(), this.#style);
    if (this.#stream.isTTY) this.#stream.write(`\r${line}\x1b[K`);
    else this.#stream.write(`${line}\n`);
    this.#shown = true;
  }

  /** Takes the status line away, as before anything else is written. */
  clear(): void {
    if (this.#shown && this.#stream.isTTY) this.#stream.write('\r\x1b[K');
    this.#shown = false;
  }

  [Symbol.dispose](): void {
    this.clear();
  }
}

/** One line. Where the terminal is narrow the count of messages goes first, then the rate, then the rest from the end. */
export function formatProgress(state: ProgressState, style: Style): string {
  const share = state.totalBytes > 0 ? Math.min(1, state.bytes / state.totalBytes) : 0;
  const filled = Math.round(share * barWidth);
  const bar = style.good(style.filled.repeat(filled)) + style.dim(style.empty.repeat(barWidth - filled));
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`;
  const mailboxes = `${state.mailboxesDone} of ${formatPlural(state.mailboxes, 'mailbox', 'mailboxes')}`;
  const messages = formatPlural(state.messages, 'message');
  const rate = `${formatBytes(state.rate)}/s`;
  const left = state.remainingMs;
  const remaining = left === undefined || left < 1000 ? [] : [`${formatRemaining(left)} left`];
  const choices = [
    [percent, mailboxes, messages, rate, ...remaining],
    [percent, mailboxes, rate, ...remaining],
    [percent, mailboxes, ...remaining],
    [percent, mailboxes],
  ];
  const lines = choices.map((parts) => parts.join(` ${style.dot} `));
  const fits = lines.find((line) => barWidth + 2 + displayWidth(line) < style.columns);
  return `${bar} ${fits ?? percent}`;
}
