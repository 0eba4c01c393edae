import { cpus } from 'node:os';
import { Cast, fire, STEPS, type Step, shotsOf } from './lifecycle.ts';
import { publishPermit } from './permit.ts';
import { growth, PlainSql, rowCounts } from './plain.ts';
import { recordLife } from './record.ts';
import { Stage } from './stage.ts';

/**
 * `npm run bench`: whole lives of cases over HTTP with every guarantee on, beside the same rows written
 * by plain SQL in the same database and the same run, interleaved. Prints ratios; it is not a test.
 */
const LIVES = Number(process.argv[2] ?? 200);
const ROUNDS = Number(process.argv[3] ?? 3);

type Round = { seconds: Record<Step, number>; latencies: Record<Step, number[]>; cpu: number };

type Growth = readonly (readonly [string, number])[];

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
const median = (numbers: readonly number[]) =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const at = (numbers: readonly number[], share: number) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};

/** Lives through HTTP; `perSecond` paces each step for the latency at half load. */
async function overHttp(stage: Stage, cast: Cast, lives: number, perSecond?: Record<Step, number>) {
  let ids = await cast.drafts(lives);
  const round = { seconds: {}, latencies: {} } as Round;
  const cpu = stage.serverCpu();
  for (const step of STEPS) {
    const shots = await shotsOf(cast, step, stage.database, ids);
    if (shots.length !== lives) throw new Error(`${step}: ${shots.length} of ${lives} are ready.`);
    const burst = await fire(stage.base, shots, perSecond?.[step]);
    round.seconds[step] = burst.seconds;
    round.latencies[step] = burst.latencies;
    if (step === 'submit') ids = (burst.answers as { id: string }[]).map(({ id }) => id);
  }
  round.cpu = (stage.serverCpu() - cpu) / lives;
  return round;
}

/** Written later by subscribers and the sequencer, in the background of the measurement; not by the acts. */
const LATER =
  /^(ledger\.(entries|pending|tiles|checkpoints)|events\.(handled|parked)|rating\.|review_desk\.)/;

function printRows(http: Growth, plain: Growth): boolean {
  const counted = new Map(http);
  const other = new Map(plain);
  const names = [...new Set([...counted.keys(), ...other.keys()])].sort();
  console.log(`\n${'rows written by ten lives'.padEnd(34)}   HTTP  plain SQL`);
  for (const name of names) {
    const [a, b] = [counted.get(name) ?? 0, other.get(name) ?? 0];
    const later = LATER.test(name) ? '   (in the background)' : '';
    console.log(`${name.padEnd(34)} ${String(a).padStart(6)} ${String(b).padStart(10)}${later}`);
  }
  return names.every((name) => LATER.test(name) || counted.get(name) === other.get(name));
}

async function measure(stage: Stage): Promise<void> {
  const started = await stage.open();
  console.log(`server ready on an empty database after ${(started / 1000).toFixed(1)} s`);
  await publishPermit(stage.base);
  const cast = new Cast(stage.base);
  await cast.signIn();
  const plain = new PlainSql(stage.database, await recordLife(stage));
  await overHttp(stage, cast, 50); // warm
  await plain.play(50);
  const http: Round[] = [];
  const sql: number[][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    http.push(await overHttp(stage, cast, LIVES));
    sql.push(await plain.play(LIVES));
  }
  const rates = http.map(({ seconds }) => LIVES / sum(Object.values(seconds)));
  const limits = sql.map((seconds) => LIVES / sum(seconds));
  console.log(`\n${cpus().length} cores, ${LIVES} lives a round, ${ROUNDS} rounds, medians`);
  console.log(
    `(a) over HTTP     ${median(rates).toFixed(1)} lives/s   (${rates.map((r) => r.toFixed(0)).join(', ')})`,
  );
  console.log(
    `(b) plain SQL     ${median(limits).toFixed(1)} lives/s   (${limits.map((r) => r.toFixed(0)).join(', ')})`,
  );
  console.log(`ratio a/b         ${(median(rates) / median(limits)).toFixed(2)}`);
  console.log(
    `server CPU        ${(median(http.map(({ cpu }) => cpu)) * 1000).toFixed(1)} ms a life`,
  );
  const half = Object.fromEntries(
    STEPS.map((step) => [step, LIVES / median(http.map(({ seconds }) => seconds[step])) / 2]),
  ) as Record<Step, number>;
  const calm = await overHttp(stage, cast, LIVES, half);
  console.log('\nstep      saturated p50 / p99 ms    half load p50 / p99 ms');
  for (const step of STEPS) {
    const full = http.flatMap(({ latencies }) => latencies[step]);
    const easy = calm.latencies[step];
    console.log(
      `${step.padEnd(10)} ${at(full, 0.5).toFixed(1).padStart(6)} / ${at(full, 0.99).toFixed(1).padStart(6)}        ${at(easy, 0.5).toFixed(1).padStart(6)} / ${at(easy, 0.99).toFixed(1).padStart(6)}`,
    );
  }
  console.log(`\nserver memory     ${(stage.serverMemory() / 2 ** 20).toFixed(0)} MB resident`);
  await compareRows(stage, cast, plain);
  await plain.close();
}

/** Counts what ten lives of each kind add to every table; background work is left to settle first. */
async function compareRows(stage: Stage, cast: Cast, plain: PlainSql): Promise<void> {
  const settle = () => new Promise((resolve) => setTimeout(resolve, 3000));
  await settle();
  const a = await rowCounts(stage.database);
  await overHttp(stage, cast, 10);
  const b = await rowCounts(stage.database);
  await settle();
  const c = await rowCounts(stage.database);
  await plain.play(10);
  const d = await rowCounts(stage.database);
  const same = printRows(growth(a, b), growth(c, d));
  console.log(same ? 'The acts wrote the same rows.' : 'The acts did NOT write the same rows.');
}

const stage = new Stage();
try {
  await measure(stage);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await stage.leave();
}
