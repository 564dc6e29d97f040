"""`irctl plan`: what to deploy for a given traffic, and what it costs."""

from irctl import options
from irctl.answers import sentences
from irctl.answers.plan import report
from irctl.answers.readings import with_readings
from irctl.context import Context
from irctl.decisions import capacity, review
from irctl.decisions.break_even import first_break_even
from irctl.decisions.criteria import limits_of
from irctl.decisions.crossover import with_crossovers
from irctl.decisions.plan import against
from irctl.decisions.plan_metrics import on_plan
from irctl.decisions.sizing import Sizing
from irctl.decisions.sweep import plannable
from irctl.options import benchmarks, current, limits, metrics, prices, traffic
from irctl.output.formats import FORMATS, PICTURE_FORMATS


@options.command_printing((*FORMATS, *PICTURE_FORMATS))
def run(
    context: Context,
    jobs: options.Jobs,
    rates: traffic.Rates = None,
    average: traffic.Average = None,
    peak: traffic.Peak = None,
    traffic_profile: traffic.ProfileFile = None,
    repeat: traffic.Repeat = False,
    utilization: traffic.Utilization = None,
    min_instances: traffic.MinInstances = None,
    survive_az: traffic.SurviveAz = False,
    maximum: limits.PlanMax = None,
    minimum: limits.PlanMin = None,
    latency_unit: metrics.Unit = None,
    terms: prices.Prices = prices.OF_JOBS,
    today: current.Today = None,
    usable: benchmarks.Benchmarks = benchmarks.NONE,
    all_jobs: options.AllJobs = False,
) -> None:
    """Plan how many instances to deploy for your traffic, and what they cost a month.

    Examples:

      irctl plan resnet50-default --demo --traffic 200/s
      irctl plan bert-serverless --demo --traffic 10/s,100/s --max latency=500
      irctl plan resnet50-default --demo --average 2k/min --peak 12k/min --json
    """
    context.benchmarks = usable
    traffics = traffic.traffics(rates, average, peak, traffic_profile, repeat=repeat)
    reader = context.reader(latency_unit, terms)
    fetched = list(reader.read_all(context.results(jobs, are_all_wanted=all_jobs)))
    if not fetched:
        return
    kind = fetched[0].kind
    sizing = Sizing(
        utilization=utilization or Sizing().utilization,
        min_instances=min_instances or 1,
        survives_zone=survive_az,
        limits=tuple(map(on_plan, limits_of(kind, limits.together(maximum, minimum)))),
        of_tokens=traffics[0].is_of_tokens,
    )
    recommendations = [r for job in fetched for r in plannable(job, sizing)]
    compared = reader.pricer.current(today, fetched)
    plans = capacity.plans(recommendations, traffics, sizing)
    plans = against(compared, with_crossovers(plans, recommendations, sizing))
    even = first_break_even(fetched, sizing)
    about = [*reader.caveats, *review.about_jobs(fetched, sizing.limits)]
    answer = report(
        plans,
        traffics,
        sizing,
        even,
        kind=kind,
        recommendations=recommendations,
        warnings=sentences.warnings(about),
        left_out=context.left_out,
        several=max(len(jobs), len(fetched)) > 1,
        priced=reader.has_prices,
        current=compared,
    )
    context.show(with_readings(answer, reader))
