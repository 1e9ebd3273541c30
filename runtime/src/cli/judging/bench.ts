import { finishesWithin, UnknownCode } from "../../artifacts.js";
import type { Condition, FieldJudge, Finding, Judge, Uses, Validator } from "../../contract.js";
import { FIELD_NAMES, FIELDS, type FieldName } from "../../fields.js";
import { packageVersion } from "../../packages.js";
import type { FoundContract } from "../sidecars/collect.js";
import type { Collectors } from "./suppose.js";
import type { FindValidator } from "./validators.js";

/** Conditions that cannot be judged here, and why. */
export type Undecided = ReadonlyMap<Condition, string>;

/** Judges one contract with interpreted validators. */
export interface Bench {
  readonly undecided: Undecided;
  /** The judges of all fields, with facts that may be supposed. */
  usesOf(collectors: Collectors): Uses;
  /** Marks the condition that was being judged at the time limit as undecided. */
  giveUp(): void;
}

const UNKNOWN = "can only be judged at import: its tag has code that is not run here";
const SLOW = "can only be judged at import: what is set here takes longer than a second to judge";
const MILLISECONDS = 1000;

/** The finding for an undecided condition. It is never shown. */
const UNDECIDED: Finding = { kind: "invalid", hint: "" };

/** Creates the bench of a contract. */
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
 * Judges contracts with a time limit. Setting a limit costs as much as judging dozens of contracts, so all contracts
 * share one. When it expires, the contract that was being judged gets a limit of its own.
 *
 * @param contracts - The contracts.
 * @param createOwnBench - Creates the bench of a contract.
 * @param judge - Judges a contract on its bench.
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
    // On a busy machine the limit may expire just after the last contract.
    if (atWork) judgeAlone(atWork);
  }
  return judged;
}
