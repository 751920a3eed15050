"""The words of the model card (模型说明); `model_card` fills in what was measured."""

from __future__ import annotations

TEXT = """# Model card: {name}@{version}

Written by `python -m tools.model VERSION`, by `python -m tools.model card` where rules alone changed; do not
edit by hand.

**What it says.** Of a listing in which some form of a protected mark was found: the answers to the five
questions that a court asks (sign, goods, use, source, confusion), each with a probability; the
probability that it infringes; and the next step. It orders the officers' queue. It never decides: an
officer does, and outward every word is 涉嫌.

## How it does on decided matters

{held_out} listings written after {held_out_matters} publicly reported matters of Chinese courts and regulators that
are held out: no model is fitted on them, nor on another matter of their marks. {read} of the {all_rows} rows
in `classifiers/training/data/matters` belong to a matter whose report or decision was read, {recalled} to one of
wide report, from memory; each names its court, its authority or its report. Facts are retold, sellers are made up.
In brackets the 90 % interval, by bootstrap over matters.

{decidable}

`text`: a careful lawyer could decide it from the listing and the mark; `record`: with the right's record;
`no`: it turns on where the goods come from, which neither states. Precision and recall are those of leads
(`next_step` is letter, ask_holder, test_purchase or refer); a lead is right where the listing infringes, or
where the source alone decides. `wrongful` is the share of the honest listings for which a letter would be drafted;
`asks` the share of the `no` rows that score .30 to .84 with a step that asks. Calibration leaves the `no`
rows out: there the score is a prior of the market, and the label says what became of one matter. Courts print
infringement more often than its absence, so the share of either is no rate of any market.
Errors on most of these rows were read by now, when rules were mended by kind, so the figures flatter: on matters
that nobody read before, expect less.

**On matters that nobody read before**, each set labelled before its first run by marks@2026.12.5, titles
reconstructed, on 30 November 2026:

| | 81 listings, 41 matters | 96 listings, 41 matters | 68 listings, 25 matters |
|---|---|---|---|
| text: average precision, precision, recall | .890, .895, .810 | .909, .895, .895 | .847, .917, .579 |
| record: the same | 1, 1, 1 | .810, 1, .714 | 1, 1, 1 |
| `no` rows that ask | .789 | .882 | .895 |
| sign, goods, use right | .852, .787, .838 | .896, .781, .875 | .882, .791, .776 |
| calibration error, five bins | .154 | .079 | .220 |

The errors of the 81 were read after that run, those of two thirds of the 68 too, and both sets are in the data now
(`reports_2026_measured.jsonl`, `reports_2026_records.jsonl`). Of the 96, none of which is there, the errors of the
goods were read later on. The three sets have 47, 41 and 34 text rows, so that a listing more or less moves a figure
by .02 to .05. The 68 were labelled once.

Rules alone on the same listings:

{decidable_rules}

How often each question is answered right, and the share by true answer:

{elements}

By ground of the matter (leads that are right, of all):

{grounds}

## How it does on hand-written sets

Ten sets were written by hand, one after the other, each on marks that neither the corpus nor an
earlier set holds, and each before its first run. The first line of each set is that run; the second is
the model as it is now, after the classes of cause behind the errors were mended. **Expect the first
lines, not the second**, of marks and sellers that the program has never met. First runs took leads at score
0.5, before there was a next step.

{first_runs}

**All sets together**: {items} listings, {honest} of them honest, on {marks} rights. None of the listings
comes from code. All errors were looked at by now, so these figures flatter. {source_only} of them use the sign
itself on its goods by a seller of whom nothing is known: they turn on the source alone.

{table}

`at capacity` is precision among the first {capacity}. `hubiao evaluate
--by element|ground|decidable|mark|seller|time|kind` prints the splits.

By what the licence ledger knows of the seller:

{seller}

By the quarter in which the listing was seen (where it has a date):

{time}

By right:

{mark}

By kind of disguise and of honest neighbour:

| truth | kind | right |
|---|---|---|
{families}

## What it is

Sign, goods and use are judged each by a multinomial logistic regression over {features} columns made from
the signals (研判依据) that an officer reads and the words around the sign; the act (such use without
leave) by a logistic regression on their probabilities, fitted on answers of models that had not seen the
mark. Source is read from facts — ledger, own marks of others, area, origin, price, wording, history — on a
prior by kind of right (`classifiers/elements/source_prior.py`), which verdicts move. The score is the
probability of the act times that of an unlawful source, and higher by a fixed step in log-odds where sign, goods,
use and source all speak for infringement (`_SPOKEN_FOR` of `classifiers/elements/judgement.py`, chosen by hand with
an eye on the sets above, so that their calibration errors flatter). It never sees the mark's characters, so a
mark that training never met is judged like any other. Without a model file rules alone judge, in the same
shape. Product rules, patents and plant varieties are always judged by rules.

**What it learned from.** {scenes} made-up marks with {each} listings each (seed {seed}), built by
`classifiers/training/corpus`, and 500 listings of 165 decided matters; sources, licences and label
rules in `docs/training-corpus.md`. {fit_rows} listings of {fit_matters} matters are there to fit on by now: a model
fitted on all of them was no better, so the one of before stays. In use, officers' verdicts are a layer of
their own upon it (`classifiers/elements/verdict_layer.py`); it judges only where the interval of its gain on later
verdicts, which it never saw, lies above nothing.

## Limits: what it does not know

- **Where goods come from.** The sign itself on its own goods by an unknown seller is lawful resale or
  counterfeit, and no title says which. Such a listing scores in the middle and asks; the prior is a guess from
  one published sample until an office's verdicts and holders' answers move it.
- **What stands in no record.** Coexisting marks, earlier use, a dictionary sense of the mark that nobody wrote
  down, a licence that the holder did not tell of: add them to the right's record (`meanings`, `other_owners`).
- **Rates.** Sets and matters hold about as many infringing listings as honest ones. In a market the share is
  another, and precision with it.
- **Matters from memory.** {recalled} rows are retold from memory, and pages beside a decided one, honest ones and
  further disguises, follow the law that the decision applied, not the decision itself.
- **The hand-written sets** were written by the people who wrote the rules: on listings from the field
  expect less.
- **Goods** are recognised by word lists and a character model; where nothing names them, the score
  stays near the middle. A mark that is also a common word or a place is harder than a coined one. Text in
  pictures is only judged where it was read.
- **Fame, intent, evidence, limitation, the amount of damage**: not judged at all, but for `well_known` in the record.

**What each ground weighs** before the model sees it (`classifiers/signals/weights.py`). Rules alone add
these up; the models weigh them anew, and an officer reads each signal with its weight.

{weights}

**What each disguise costs**, and how much a near form must tell (`classifiers/matching/costs.py`).

{costs}
"""
