//! What keeps the pods running, how many there are, and how they are replaced.
//!
//! ECS: between ceil(count × minimum / 100) and floor(count × maximum / 100) tasks run during a deployment; 100 and 200
//! unless written, 0 and 100 for DAEMON ("DeploymentConfiguration", API reference). Kubernetes: maxUnavailable is
//! rounded down, maxSurge up, and not both may be 0 ("Deployments", Rolling Update Deployment). So: whole numbers where
//! the count is fixed, percentages where it is scaled.

use super::{Context, Kind};
use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::{DeploymentConfiguration, SchedulingStrategy};
use crate::ir::plan::{Controller, Daemon, Disruption, Replicas, RollingUpdate};
use crate::ir::{Spanned, Traced};

/// What a roll-out must know of the pods.
pub(super) struct Pods {
    /// Whether something else sets the count; then the least of it.
    pub(super) scaled_from: Option<i32>,
    /// Whether a load balancer or a health check says when a pod is well.
    pub(super) checked: bool,
    /// Seconds after a start in which failed checks do not count.
    pub(super) grace: i64,
    pub(super) host_network: bool,
    /// Where the percentages stand, else the service.
    pub(super) place: crate::source::At,
}

/// Whether the service runs one task on each instance.
pub(super) fn is_daemon(configuration: &DeploymentConfiguration) -> bool {
    configuration.scheduling_strategy.as_ref().is_some_and(|strategy| strategy.value == SchedulingStrategy::Daemon)
}

/// Decides the controller of a task definition that no service runs.
pub(super) fn alone(place: crate::source::At, host_network: bool, cx: &Context, diags: &mut Diagnostics) -> Controller {
    if cx.kind == Kind::Job {
        // ECS shows a stopped task for an hour, and does not start it again.
        return Controller::Job { backoff_limit: 0, ttl_seconds: 3600 };
    }
    diags.tell(
        Finding::new(Code::NoService, place, "no service here runs this task definition")
            .kubernetes("it becomes a Deployment of one replica")
            .help("`--as job` makes it a Job that runs once; or add the service to the inputs"),
    );
    // A second pod finds the ports of the node taken.
    let (max_surge, max_unavailable) = if host_network { ("0", "1") } else { ("1", "0") };
    Controller::Deployment {
        replicas: Replicas { count: Traced::implied(1), scaled: false },
        update: RollingUpdate {
            max_surge: Traced::implied(max_surge.to_owned()),
            max_unavailable: Traced::implied(max_unavailable.to_owned()),
            progress_deadline: None,
            min_ready: None,
        },
    }
}

/// Decides the controller of a service.
pub(super) fn roll_out(
    configuration: DeploymentConfiguration,
    pods: &Pods,
    cx: &Context,
    diags: &mut Diagnostics,
) -> (Controller, Option<Disruption>) {
    let DeploymentConfiguration {
        scheduling_strategy,
        desired_count,
        minimum_healthy_percent,
        maximum_percent,
        circuit_breaker,
        circuit_breaker_rollback,
    } = configuration;
    let strategy = scheduling_strategy.as_ref();
    let min_ready = (!pods.checked).then(|| Traced::implied(40));
    if cx.kind == Kind::Daemon {
        let from: Vec<_> = strategy.map(Spanned::leaf).into_iter().collect();
        let unavailable = daemon_unavailable(desired_count, minimum_healthy_percent, maximum_percent, diags);
        breaker(circuit_breaker, circuit_breaker_rollback, pods, diags);
        return (Controller::DaemonSet(Daemon { max_unavailable: unavailable.and(from), min_ready }), None);
    }
    strategy.iter().for_each(|strategy| diags.ignore(strategy.at, "REPLICA is what a Deployment does"));
    let count = desired_count.map_or_else(|| Traced::implied(1), |count| count.with(count.value));
    let minimum = minimum_healthy_percent.map_or_else(|| Traced::implied(100), |part| part.with(part.value));
    let maximum = maximum_percent.map_or_else(|| Traced::implied(200), |part| part.with(part.value));
    let scaled = pods.scaled_from.is_some();
    let (surge, unavailable) = steps(count.value, minimum.value, maximum.value, scaled || count.value == 0);
    let (surge, unavailable) = unstick((surge, unavailable), pods, (&minimum, &maximum), diags);
    let disruption = disruption(&minimum, pods.scaled_from.map_or(count.value, i64::from));
    let progress_deadline = breaker(circuit_breaker, circuit_breaker_rollback, pods, diags);
    let update = RollingUpdate {
        max_surge: maximum.map(|_| surge),
        max_unavailable: minimum.map(|_| unavailable),
        progress_deadline,
        min_ready,
    };
    let count = count.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    (Controller::Deployment { replicas: Replicas { count, scaled }, update }, disruption)
}

/// maxSurge and maxUnavailable: pods where the count is fixed, else percentages.
fn steps(count: i64, minimum: i64, maximum: i64, percentages: bool) -> (String, String) {
    let percent = |value: i64| if value <= 0 { "0".to_owned() } else { format!("{value}%") };
    if percentages {
        return (percent(maximum - 100), percent(100 - minimum));
    }
    let low = super::probe_health::div_ceil(count * minimum, 100);
    let high = (count * maximum).div_euclid(100);
    ((high - count).max(0).to_string(), (count - low).max(0).to_string())
}

/// Where neither may change, no roll-out could begin. The node's own ports cannot be had twice.
fn unstick(
    (surge, unavailable): (String, String),
    pods: &Pods,
    (minimum, maximum): (&Traced<i64>, &Traced<i64>),
    diags: &mut Diagnostics,
) -> (String, String) {
    if pods.host_network {
        return ("0".to_owned(), if unavailable == "0" { "1".to_owned() } else { unavailable });
    }
    if surge != "0" || unavailable != "0" {
        return (surge, unavailable);
    }
    diags.tell(
        Finding::new(
            Code::RolloutStuck,
            pods.place,
            format!("with {} % and {} % of this count ECS could replace no task", minimum.value, maximum.value),
        )
        .kubernetes("one pod more is allowed during a roll-out, so that it can begin")
        .help("raise `maximumPercent`, or override `strategy` in values.override.yaml"),
    );
    ("1".to_owned(), "0".to_owned())
}

fn daemon_unavailable(
    count: Option<Spanned<i64>>,
    minimum: Option<Spanned<i64>>,
    maximum: Option<Spanned<i64>>,
    diags: &mut Diagnostics,
) -> Traced<String> {
    maximum.iter().for_each(|part| diags.ignore(part.at, "a daemon never has more than one task on an instance"));
    let Some(minimum) = minimum else {
        count
            .iter()
            .for_each(|count| diags.ignore(count.at, "the number of instances: a DaemonSet counts its nodes itself"));
        return Traced::implied("1".to_owned());
    };
    // A DaemonSet rounds a percentage up, ECS down: a number of pods says what ECS meant.
    let nodes = count.as_ref().map_or(1, |count| count.value);
    let unavailable = (nodes * (100 - minimum.value).max(0)).div_euclid(100).max(1);
    minimum.with(unavailable.to_string()).and(count.map(|count| count.leaf()))
}

/// The circuit breaker becomes a deadline, which a deploy tool may act on.
fn breaker(
    enable: Option<Spanned<bool>>,
    rollback: Option<Spanned<bool>>,
    pods: &Pods,
    diags: &mut Diagnostics,
) -> Option<Traced<i32>> {
    let enable = super::restrict_container::true_only(enable, diags);
    let rollback = super::restrict_container::true_only(rollback, diags);
    if let Some(rollback) = rollback {
        match &enable {
            None => diags.ignore(rollback.at, "the circuit breaker is off"),
            Some(_) => diags.tell(
                Finding::new(Code::RollbackByDeployTool, rollback.at, "ECS rolled a failed deployment back by itself")
                    .kubernetes("Kubernetes marks it as failed after the deadline, and leaves it")
                    .help("let the deploy tool do it: `helm upgrade --rollback-on-failure` (Helm 4) or `--atomic` (Helm 3)"),
            ),
        }
    }
    // Ten minutes without progress are Kubernetes' own patience; a long grace period needs more.
    let seconds = (pods.grace + 300).max(600);
    enable.map(|enable| enable.with(i32::try_from(seconds).unwrap_or(i32::MAX)))
}

/// Nodes that are drained take pods away one by one; ECS started the next task first, which Kubernetes cannot.
fn disruption(minimum: &Traced<i64>, count: i64) -> Option<Disruption> {
    if count < 2 || minimum.value <= 0 {
        return None;
    }
    if minimum.value >= 100 {
        return Some(Disruption::MaxUnavailable(minimum.clone().map(|_| 1)));
    }
    Some(Disruption::MinAvailable(minimum.clone().map(|part| format!("{part}%"))))
}

#[cfg(test)]
mod tests {
    use super::steps;

    #[test]
    fn the_table_of_roll_outs() {
        // Desired count, minimum and maximum percent: maxSurge, maxUnavailable.
        let table = [
            ((4, 50, 200), ("4", "2")),
            ((5, 100, 200), ("5", "0")),
            ((7, 50, 150), ("3", "3")),
            ((9, 66, 133), ("2", "3")),
            ((10, 90, 110), ("1", "1")),
            ((3, 100, 125), ("0", "0")),
            ((3, 75, 100), ("0", "0")),
            ((1, 0, 100), ("0", "1")),
            ((1, 50, 100), ("0", "0")),
        ];
        for ((count, minimum, maximum), (surge, unavailable)) in table {
            assert_eq!(
                steps(count, minimum, maximum, false),
                (surge.to_owned(), unavailable.to_owned()),
                "{count} {minimum} {maximum}"
            );
        }
        assert_eq!(steps(3, 100, 200, true), ("100%".to_owned(), "0".to_owned()));
    }
}
