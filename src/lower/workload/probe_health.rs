//! Probes from the health check of the container definition.
//!
//! ECS: the check gates the start (HEALTHY) and, for an essential container, has the task replaced; it never gates
//! traffic. `interval` 30, `timeout` 5, `retries` 3, no start period are the defaults ("HealthCheck", API reference).
//! Kubernetes: a start-up probe gates and gives time, a liveness probe restarts ("Configure Liveness, Readiness and
//! Startup Probes"); its own defaults are 10, 1 and 3, so that every number is written out. The start-up probe never
//! gives up sooner than ECS: ceil((max(start period, grace period) + retries × interval) / period) + 1 attempts, a
//! period of at most 10 s.

use super::{Context, escape_dollar};
use crate::diagnostics::{Code, Diagnostics, Finding, Reported};
use crate::ir::ecs::HealthCheck;
use crate::ir::plan::{Handler, Probe};
use crate::ir::{Spanned, Traced};

/// How the check of one container counts.
#[derive(Debug, Clone)]
pub(super) struct Counts {
    /// Whether the container's health is the task's.
    pub(super) essential: bool,
    /// Whether others wait for it to be healthy.
    pub(super) gates: bool,
    /// Seconds in which it must become healthy (`startTimeout`), where others wait for it.
    pub(super) start_timeout: Option<Spanned<i64>>,
    /// Seconds after a start in which failed checks do not count (`healthCheckGracePeriodSeconds`).
    pub(super) grace: Option<Spanned<i64>>,
}

/// Decides start-up and liveness probe.
pub(super) fn probe(
    check: Option<HealthCheck>,
    counts: &Counts,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<(Option<Probe>, Option<Probe>), Reported> {
    let Some(check) = check else { return Ok((None, None)) };
    let HealthCheck { at, command, interval, timeout, retries, start_period } = check;
    let Some(command) = handler(at, command, cx, diags)? else {
        diags.ignore(at, "NONE turns the check off");
        return Ok((None, None));
    };
    if !counts.essential && !counts.gates {
        diags.ignore(
            at,
            "the health of a container that is not essential, and that none waits for, decides nothing on ECS",
        );
        return Ok((None, None));
    }
    let interval = or_default(interval, 30);
    let timeout = or_default(timeout, 5);
    let retries = or_default(retries, 3);
    let startup = startup(&command, (&interval, &timeout, &retries), start_period, counts);
    let liveness = counts.essential.then(|| asking(Handler::Exec(command), interval, timeout, retries));
    Ok((Some(startup), liveness))
}

fn or_default(value: Option<Spanned<i64>>, default: i32) -> Traced<i32> {
    value.map_or(Traced::implied(default), |value| value.with(i32::try_from(value.value).unwrap_or(i32::MAX)))
}

fn startup(
    command: &[Traced<String>],
    (interval, timeout, retries): (&Traced<i32>, &Traced<i32>, &Traced<i32>),
    start_period: Option<Spanned<i64>>,
    counts: &Counts,
) -> Probe {
    let period = interval.value.min(10);
    let given = start_period.as_ref().map_or(0, |value| value.value);
    let grace = counts.grace.as_ref().map_or(0, |value| value.value);
    let budget = given.max(grace) + i64::from(retries.value) * i64::from(interval.value);
    let mut attempts = div_ceil(budget, i64::from(period)) + 1;
    let mut from: Vec<_> = [&interval.from, &retries.from].into_iter().flatten().copied().collect();
    from.extend(start_period.as_ref().map(Spanned::leaf));
    from.extend(counts.grace.as_ref().map(Spanned::leaf));
    if let (true, Some(limit)) = (counts.gates, &counts.start_timeout) {
        attempts = attempts.min(div_ceil(limit.value, i64::from(period)).max(1));
        from.push(limit.leaf());
    }
    let period = Traced::new(period, interval.from.clone());
    let attempts = Traced::new(i32::try_from(attempts).unwrap_or(i32::MAX), from);
    asking(Handler::Exec(command.to_vec()), period, timeout.clone(), attempts)
}

/// A probe. Times are seconds.
pub(super) fn asking(
    handler: Handler,
    period: Traced<i32>,
    timeout: Traced<i32>,
    failure_threshold: Traced<i32>,
) -> Probe {
    Probe { handler, period, timeout, failure_threshold }
}

/// The smallest whole number that is not below the quotient.
pub(super) fn div_ceil(amount: i64, by: i64) -> i64 {
    amount.div_euclid(by) + i64::from(amount.rem_euclid(by) > 0)
}

/// The command; `None` for NONE.
fn handler(
    at: crate::source::At,
    command: Vec<Spanned<String>>,
    cx: &Context,
    diags: &mut Diagnostics,
) -> Result<Option<Vec<Traced<String>>>, Reported> {
    let escaped = |word: &Spanned<String>| word.with(escape_dollar::escape(&word.value));
    let shell = |first: &Spanned<String>, script: String| {
        let words: &[&str] = if cx.windows { &["cmd", "/S", "/C"] } else { &["/bin/sh", "-c"] };
        let mut all: Vec<_> = words.iter().map(|word| first.with((*word).to_owned())).collect();
        all.push(first.with(escape_dollar::escape(&script)));
        all
    };
    let Some((first, rest)) = command.split_first() else {
        return Err(diags.error(
            Finding::new(Code::MissingField, at, "the health check has no `command`")
                .help("write [\"CMD-SHELL\", \"…\"], or take the health check out"),
        ));
    };
    Ok(Some(match (first.value.as_str(), rest) {
        ("NONE", []) => return Ok(None),
        ("CMD", [_, ..]) => rest.iter().map(|word| escaped(word).and([first.leaf()])).collect(),
        ("CMD-SHELL", [script]) => {
            let mut all = shell(script, script.value.clone());
            all.iter_mut().for_each(|word| word.from.push(first.leaf()));
            all
        }
        ("CMD-SHELL" | "CMD" | "NONE", _) => {
            return Err(diags.error(
                Finding::new(
                    Code::HealthCheckForm,
                    at,
                    format!("a health check that begins with `{}` goes on otherwise", first.value),
                )
                .help("write [\"CMD-SHELL\", \"one script\"], [\"CMD\", \"program\", \"argument\", …] or [\"NONE\"]"),
            ));
        }
        (_, rest) => {
            diags.tell(old_form(first, !rest.is_empty()));
            match first.value.strip_prefix("CMD-SHELL").map(|script| script.trim_start_matches([',', ' '])) {
                Some(script) if rest.is_empty() => shell(first, script.to_owned()),
                _ if rest.is_empty() => shell(first, first.value.clone()),
                _ => command.iter().map(escaped).collect(),
            }
        }
    }))
}

fn old_form(first: &Spanned<String>, several: bool) -> Finding {
    let (what, kubernetes, help) = if several {
        (
            "has neither CMD nor CMD-SHELL",
            "its words are run as a program with its arguments",
            "[\"CMD\", \"program\", …]",
        )
    } else {
        ("is one text", "it is run by a shell", "[\"CMD-SHELL\", \"…\"]")
    };
    Finding::new(Code::HealthCheckOldForm, first.at, format!("the health check {what}, as old consoles wrote it"))
        .kubernetes(kubernetes)
        .help(format!("write {help} in the next revision"))
}
