import { finishesWithin, UnknownCode } from "../../artifacts.js";
import type { Condition, FieldJudge, Finding, Judge, Uses, Validator } from "../../contract.js";
import { FIELD_NAMES, FIELDS, type FieldName } from "../../fields.js";
import { packageVersion } from "../../packages.js";
import type { FoundContract } from "../sidecars/collect.js";
import type { Collectors } from "./suppose.js";
import type { FindValidator } from "./validators.js";

/** Conditions that cannot be judged here, and why. */
export type Undecided = ReadonlyMap<Condition, string>;

/** Where one contract is judged, by validators that are read and not run. */
export interface Bench {
  readonly undecided: Undecided;
  /** What the contract uses of the runtime: the judges of all fields, over facts that may be supposed. */
  usesOf(collectors: Collectors): Uses;
  /** Gives up the condition whose validator was at work when judging was interrupted. */
  giveUp(): void;
}

const UNKNOWN = "can only be judged at import: its tag has code that is not run here";
const SLOW = "can only be judged at import: what is set here takes longer than a second to judge";
const MILLISECONDS = 1000;

/** Of a condition that is undecided, nobody is told what is wrong with it. */
const UNDECIDED: Finding = { kind: "invalid", hint: "" };

/** Makes the bench of a contract. */
export function createBench({ validators: texts }: FoundContract, findValidator: FindValidator): Bench {
  const undecided = new Map<Condition, string>();
  let current: Condition | undefined;

  const validatorOf = (text: string | undefined): Validator => {
    const validate = findValidator(text);
    return (value, read) => {
      try {
        if (!validate) throw new UnknownCode();
        return Boolean(validate(value, read));
      } catch (error) {
        if (current && error instanceof UnknownCode) undecided.set(current, UNKNOWN);
        throw error;
      }
    };
  };
  const validators = texts.map(validatorOf);

  const watch =
    (judge: FieldJudge["judge"]): FieldJudge["judge"] =>
    (condition, name, fact) => {
      if (undecided.has(condition)) return UNDECIDED;
      current = condition;
      try {
        const finding = judge(condition, name, fact, { validators });
        return undecided.has(condition) ? UNDECIDED : finding;
      } catch (error) {
        if (undecided.has(condition)) return UNDECIDED;
        throw error;
      } finally {
        current = undefined;
      }
    };

  return {
    undecided,
    usesOf(collectors) {
      const judgeOf = (name: FieldName): Judge => {
        const judge = watch(FIELDS[name].judge);
        return (condition, member, contract, announcement) =>
          judge(condition, member, collectors[name](contract, announcement), contract);
      };
      return { ...Object.fromEntries(FIELD_NAMES.map((name) => [name, judgeOf(name)])), packageVersion };
    },
    giveUp() {
      if (current) undecided.set(current, SLOW);
      current = undefined;
    },
  };
}

/**
 * Judges contracts, none of them for ever. All of them together have a time limit, since to set one takes as long as to
 * judge dozens; when that is over, the contract that was at work has one for itself.
 *
 * @param contracts - The contracts.
 * @param createOwnBench - Makes the bench of one.
 * @param judge - Judges one on its bench.
 */
export function judgeInTime<Judged>(
  contracts: readonly FoundContract[],
  createOwnBench: (contract: FoundContract) => Bench,
  judge: (contract: FoundContract, bench: Bench) => Judged,
): readonly Judged[] {
  const judged: Judged[] = [];
  const judgeAlone = (contract: FoundContract) => {
    const bench = createOwnBench(contract);
    const { length } = judged;
    while (judged.length === length) {
      if (!finishesWithin(MILLISECONDS, () => judged.push(judge(contract, bench)))) bench.giveUp();
    }
  };
  const judgeOthers = () => {
    while (judged.length < contracts.length) {
      const contract = contracts[judged.length]!;
      judged.push(judge(contract, createOwnBench(contract)));
    }
  };
  while (!finishesWithin(MILLISECONDS, judgeOthers)) {
    const atWork = contracts[judged.length];
    // On a busy machine the time may be over just when the last one is judged.
    if (atWork) judgeAlone(atWork);
  }
  return judged;
}
