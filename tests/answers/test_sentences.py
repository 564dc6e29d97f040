"""The sentence of every kind of caveat."""

from fractions import Fraction
from typing import get_args

import pytest

from irctl.answers.sentences import warning, warnings
from irctl.decisions.caveats import (
    CapacityIsReserved,
    Caveat,
    ConcurrenciesDiffer,
    ConditionsDiffer,
    CoresDiffer,
    CostIsInconsistent,
    CountsDiffer,
    DifferenceIsNoise,
    FiguresAreLeftOut,
    GateWasFailed,
    HasNoRecommendations,
    InstancesAreUnknown,
    JobTypesDiffer,
    LatencyIsCapped,
    LatencyLooksLikeMicroseconds,
    LatencyReadAsMicroseconds,
    LatencyReadAsMilliseconds,
    LimitExcludesBest,
    LimitLooksLikePerMillion,
    ModelsDiffer,
    NoEndpoint,
    OrderIsOfService,
    PriceIsNotListed,
    PriceIsZero,
    PriceListIsRefused,
    PricesAreMissing,
    PricesAreUnused,
    RequestsFailed,
    ResultsAreOlder,
    RunsAreIncomplete,
    SearchIsOpen,
    ServerlessIsMixed,
    SeveralBaselines,
    SeveralEndpoints,
    SeveralMatch,
    ValuesAreMissing,
    ValuesCannotBe,
)
from irctl.decisions.limits import limit
from irctl.jobs.ai_model import LeftOut, OtherFigure
from irctl.jobs.metrics import LATENCY, THROUGHPUT, TTFT

CAVEATS: list[tuple[Caveat, str]] = [
    (
        RequestsFailed("a", (("concurrency 4", 13.333),)),
        "a: more than 1% of the requests failed (13.3% for concurrency 4), which percentiles "
        "leave out",
    ),
    (
        GateWasFailed("a", 3.33),
        "a: failed the validity gate (3.33% errors); the results are used all the same",
    ),
    (
        ResultsAreOlder("a", "s3://b/output.tar.gz"),
        "a: s3://b/output.tar.gz is older than the job: are its results of another one?",
    ),
    (
        RunsAreIncomplete("a", ("concurrency 4",), 2),
        "a: not measured to the end: concurrency 4; failed runs, without results: 2",
    ),
    (
        SearchIsOpen("a", 5),
        "a: the search was interrupted; more than 5 may meet the SLA too",
    ),
    (
        SearchIsOpen("a", None),
        "a: no concurrency that was tried met the SLA of the search",
    ),
    (
        ConcurrenciesDiffer((("ml.x", 48, 32),)),
        "latency and throughput are compared at different concurrencies (ml.x at 48 against 32)",
    ),
    (
        OrderIsOfService((TTFT,)),
        "not every recommendation has a ttft:p50, which the job was to optimize: they are in the "
        "service's order",
    ),
    (
        FiguresAreLeftOut("a", (("ml.x", OtherFigure("TTFT", "p50", "NaN", "ms", LeftOut.VALUE)),)),
        'a: figures left out (TTFT p50 "NaN" of ml.x: not a number)',
    ),
    (
        ModelsDiffer((("resnet50", ("a", "b")), ("bert", ("c",)))),
        "the jobs are of different models, whose results are not comparable (resnet50: a, b; "
        "bert: c)",
    ),
    (
        ModelsDiffer((("resnet50", ("a",)), (None, ("b",)))),
        "the jobs may be of different models, whose results are not comparable (models resnet50: "
        "a; not stated: b)",
    ),
    (
        JobTypesDiffer((("Default", ("d",)), ("Advanced", ("a", "b")))),
        "Default and Advanced jobs are not comparable, stop conditions cap an Advanced job's "
        "load (Default: d; Advanced: a, b)",
    ),
    (
        ConditionsDiffer("TrafficPattern", (("a", "c"), ("b",))),
        "the jobs' traffic patterns differ: a, c against b",
    ),
    (
        ConditionsDiffer("StoppingConditions", (("a",), ("b",))),
        "the jobs' stopping conditions differ: a against b",
    ),
    (
        LatencyLooksLikeMicroseconds("j", ("ml.x", "endpoint e")),
        "j: latency looks like microseconds, not milliseconds (ml.x, endpoint e); shown unchanged "
        "(rank, compare, plan and check convert it with --latency-unit us)",
    ),
    (
        LatencyReadAsMicroseconds("j"),
        "j: latency converted from microseconds (--latency-unit us)",
    ),
    (
        LatencyReadAsMilliseconds("j", 46),
        "j: latency is plainly in milliseconds and not converted: a request cannot take 46 us "
        "(--latency-unit us)",
    ),
    (
        CostIsInconsistent("j", ("ml.x", "ml.x")),
        "j: CostPerInference is not CostPerHour / (MaxInvocations x 60) for ml.x",
    ),
    (
        LatencyIsCapped("j"),
        "j: every latency equals the stopping threshold, so latency does not distinguish these "
        "recommendations",
    ),
    (
        HasNoRecommendations("j"),
        "j: no recommendations; see the benchmarks with irctl steps",
    ),
    (
        PriceIsZero("j", ("ml.x",)),
        "j: the price of ml.x is $0, so nothing is cheaper; give it with --price TYPE=USD",
    ),
    (
        CoresDiffer(("ml.x.large", "ml.x.xlarge")),
        "cpu is a sum over cores, 100% for each, and sizes differ in their number of cores "
        "(ml.x.large, ml.x.xlarge): the same cpu is not the same load",
    ),
    (
        CountsDiffer((("ml.x of a", "2 x ml.x of b"),)),
        "--match instance-type pairs different instance counts: ml.x of a with 2 x ml.x of b",
    ),
    (
        LimitLooksLikePerMillion(limit("cost=3", "<=")),
        "the limit of $3 is for one inference, over 1,000 times the highest cost here; write a "
        "cost per million as 3/1M",
    ),
    (
        LimitExcludesBest(limit("throughput=100", "<=")),
        "--max throughput excludes the best: a higher throughput is better; --min throughput "
        "excludes the others",
    ),
    (
        LimitExcludesBest(limit("latency=100", ">=")),
        "--min latency excludes the best: a lower latency is better; --max latency excludes the "
        "others",
    ),
    (
        ValuesCannotBe("j", LATENCY, (("ml.x", 0), ("endpoint e", -1.5))),
        "j: latency cannot be 0 or below (0 ms for ml.x, -1.5 ms for endpoint e); treated as "
        "missing",
    ),
    (
        ValuesAreMissing(LATENCY, 1, 3),
        "1 recommendation of 3 has no latency: ranked last",
    ),
    (
        ValuesAreMissing(LATENCY, 2, 2),
        "2 recommendations of 2 have no latency: ranked last",
    ),
    (
        DifferenceIsNoise(LATENCY, 0.03, Fraction(1, 20)),
        "ranks 1 and 2 differ by 3.0% in latency, within run-to-run noise (5%)",
    ),
    (
        ServerlessIsMixed((THROUGHPUT,)),
        "serverless and real time are ranked together by throughput: a real-time cost is at full "
        "load only, and serverless throughput is that of its tested concurrency; --traffic "
        "RATE compares costs at one load",
    ),
    (
        PricesAreMissing(("ml.x", "ml.y")),
        "no price of ml.x, ml.y is known, so costs are missing; give one with --price ml.x=USD or "
        "--prices FILE",
    ),
    (
        PricesAreUnused((("c5.large", "ml.c5.large"), ("ml.q", ""))),
        "--price: no recommendation is on c5.large (did you mean ml.c5.large?), ml.q",
    ),
    (
        PriceIsNotListed("ml.x", "eu-west-1", 0),
        "AWS's Price List has no hosting price in US dollars for ml.x in eu-west-1",
    ),
    (
        PriceIsNotListed("ml.x", "eu-west-1", 2),
        "AWS's Price List has 2 hosting prices for ml.x in eu-west-1, not one",
    ),
    (
        PriceListIsRefused("not allowed: AccessDeniedException"),
        "no prices from AWS: not allowed: AccessDeniedException; allow pricing:GetProducts for "
        "this identity",
    ),
    (
        InstancesAreUnknown("j"),
        "j: the instances of the endpoint are not stated, so costs are missing; give them with "
        "--benchmarked-on TYPE:COUNT",
    ),
    (
        CapacityIsReserved("j"),
        "j: measured on reserved capacity, to which on-demand prices do not apply; give yours with "
        "--price TYPE=USD",
    ),
    (
        SeveralMatch("j", "ml.x", 2, LATENCY),
        "j: 2 recommendations match as ml.x; the best by latency represents them, the others "
        "are listed separately",
    ),
    (
        SeveralEndpoints("j", 2),
        "j: 2 existing endpoints were measured; compared with the first",
    ),
    (
        NoEndpoint("j"),
        "j: no existing endpoint was measured, so there is nothing to compare with",
    ),
    (
        SeveralBaselines("ml.x", 2, LATENCY),
        "2 recommendations match ml.x: compared with the best by latency; --baseline also takes "
        "a recommendation's id",
    ),
]


@pytest.mark.parametrize(("caveat", "sentence"), CAVEATS)
def test_a_caveat_is_a_sentence(caveat: Caveat, sentence: str) -> None:
    assert warning(caveat) == sentence


def test_every_kind_of_caveat_is_tested_here() -> None:
    assert {type(caveat) for caveat, _ in CAVEATS} == set(get_args(Caveat))


def test_warnings_keep_the_order_of_the_caveats() -> None:
    caveats, sentences = zip(*CAVEATS, strict=True)
    assert warnings(caveats) == list(sentences)


def test_at_most_three_names_are_listed() -> None:
    groups = (("a", "b", "c", "d", "e"), ("f", "g", "h"))
    assert warning(ConditionsDiffer("TrafficPattern", groups)).endswith(
        ": a, b, c and 2 more against f, g, h"
    )


def test_the_same_warning_about_many_jobs_is_one_line() -> None:
    capped = [LatencyIsCapped(f"j{n}") for n in range(50)]
    inconsistent = [CostIsInconsistent(f"j{n}", (f"ml.{n}",)) for n in range(3)]
    lines = warnings([capped[0], *inconsistent, *capped[1:]])

    assert len(lines) == 4
    assert lines[0].startswith("50 jobs (j0, j1, j2 and 47 more): every latency equals")


def test_one_line_about_many_jobs_has_what_each_of_them_has() -> None:
    (line,) = warnings(CostIsInconsistent(f"j{n}", (f"ml.{n % 2}",)) for n in range(4))

    assert line.endswith("for ml.0, ml.1")


def test_jobs_of_many_models_and_conditions_are_one_short_line() -> None:
    models = ModelsDiffer(tuple((f"m{n}", (f"j{n}",)) for n in range(1004)))
    conditions = ConditionsDiffer("StoppingConditions", tuple((f"j{n}",) for n in range(6)))

    assert warning(models).endswith("(m0: j0; m1: j1; m2: j2; m3: j3; and 1,000 more)")
    assert warning(conditions).endswith("j0 against j1 against j2 against j3; and 2 more")
