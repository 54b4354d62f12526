//! Which rules stand in one Ingress, and in which order the Ingresses of a load balancer are asked.
//!
//! The controller sorts the Ingresses of a group by `group.order`, -1000 to 1000, and keeps the order of `rules` inside
//! each (measured with controller 3.5.0). So rules of one workload that follow each other
//! on the same listeners stand in one Ingress of its chart; where another workload's rule, or one of the load balancer's
//! own, comes between, a new Ingress begins. Each gets its rank: steps of 10 leave room for rules that are made by hand.
//! A rule that is not written keeps a rank free. Defaults stand last, at 1000; that of a workload joins its last Ingress
//! on the same listeners, since its place does not matter and a target group is saved.

use super::guard;
use super::listening::{Aim, Deed, Held, Lead, Listening, Step};
use super::match_requests::Matching;
use crate::diagnostics::{Diagnostics, Finding};
use crate::ir::{Traced, plan};
use crate::source::Leaf;

/// The order of defaults.
pub(super) const LAST: i32 = 1000;
const FIRST: i32 = -1000;

/// What becomes one Ingress.
pub(super) struct Piece {
    /// Index of its listeners.
    pub(super) on: usize,
    pub(super) order: Traced<i32>,
    /// What all of its rules ask of whoever makes a request.
    pub(super) guard: Option<plan::Guard>,
    pub(super) what: What,
}

pub(super) enum What {
    /// Rules of one workload, and the default that leads to it.
    Workload { draft: usize, rules: Vec<(i64, Matching, Lead)>, default: Option<Lead> },
    /// A rule or a default of the load balancer's own; the priority is `None` for a default.
    Own { priority: Option<i64>, matching: Matching, act: Act },
    /// Nothing is written here.
    Gap(Finding),
}

/// What a rule of the load balancer's own does.
pub(super) enum Act {
    Now(Traced<String>),
    Later(Held),
}

/// The pieces of a load balancer, in their order.
pub(super) fn sweep(all: &mut [Listening], class: &str, diags: &mut Diagnostics) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (on, one) in all.iter_mut().enumerate() {
        // Listeners do not share pieces: their rules stand on different ports.
        let begins = pieces.len();
        for step in std::mem::take(&mut one.steps) {
            take(&mut pieces, begins, on, step);
        }
    }
    let step = step(pieces.len());
    for (rank, piece) in (0..).zip(&mut pieces) {
        piece.order.value = (FIRST + rank * step).min(LAST - 1);
    }
    let defaults = all.iter_mut().enumerate().filter_map(|(on, one)| Some((on, one.default.take()?)));
    for (on, default) in defaults {
        let piece = self::default(&mut pieces, on, default);
        pieces.extend(piece);
    }
    pieces.into_iter().filter_map(|piece| tell_gap(piece, class, diags)).collect()
}

/// Of up to 100 Ingresses the last stands before 0, where those stand that name no order.
fn step(count: usize) -> i32 {
    let wide = 1000 / i32::try_from(count.max(1)).unwrap_or(i32::MAX);
    wide.clamp(1, 10)
}

fn take(pieces: &mut Vec<Piece>, begins: usize, on: usize, step: Step) {
    let Step { priority, from, matching, deed } = step;
    let Deed { guard, aim } = deed;
    let order = |from: Vec<Leaf>| Traced::new(0, from);
    let what = match aim {
        Aim::Workload(lead) => {
            let open = pieces.get_mut(begins..).and_then(<[Piece]>::last_mut);
            if let Some(Piece { on: _, order, guard: asked, what: What::Workload { draft, rules, default: _ } }) = open
                && *draft == lead.draft
                && same(asked.as_ref(), guard.as_ref())
            {
                order.from.extend(from);
                also_asked(asked, guard);
                rules.push((priority, matching, lead));
                return;
            }
            What::Workload { draft: lead.draft, rules: vec![(priority, matching, lead)], default: None }
        }
        Aim::Answer(action) => What::Own { priority: Some(priority), matching, act: Act::Now(action) },
        Aim::Held(held) => What::Own { priority: Some(priority), matching, act: Act::Later(held) },
        Aim::Gap(finding) => What::Gap(finding),
    };
    pieces.push(Piece { on, order: order(from), guard, what });
}

/// Whether two ask the same of whoever makes a request.
fn same(one: Option<&plan::Guard>, other: Option<&plan::Guard>) -> bool {
    one.map(guard::signature) == other.map(guard::signature)
}

/// Where the annotations come from, if another rule asks the same.
fn also_asked(kept: &mut Option<plan::Guard>, again: Option<plan::Guard>) {
    if let (Some(kept), Some(again)) = (kept, again) {
        let rest = [again.scope, again.session_cookie, again.session_timeout, again.on_unauthenticated];
        let rest = rest.into_iter().flatten().flat_map(|part| part.from);
        kept.provider.from.extend(again.provider.from.into_iter().chain(rest));
    }
}

/// A piece for a default, unless an earlier one takes it.
fn default(pieces: &mut [Piece], on: usize, deed: Deed) -> Option<Piece> {
    let matching = Matching::everything();
    let Deed { guard, aim } = deed;
    let what = match aim {
        Aim::Workload(lead) => {
            let mine = |piece: &&mut Piece| {
                piece.on == on
                    && matches!(&piece.what, What::Workload { draft, .. } if *draft == lead.draft)
                    && same(piece.guard.as_ref(), guard.as_ref())
            };
            if let Some(Piece { on: _, order: _, guard: asked, what: What::Workload { draft: _, rules: _, default } }) =
                pieces.iter_mut().rev().find(mine)
            {
                also_asked(asked, guard);
                *default = Some(lead);
                return None;
            }
            What::Workload { draft: lead.draft, rules: Vec::new(), default: Some(lead) }
        }
        Aim::Answer(action) => What::Own { priority: None, matching, act: Act::Now(action) },
        Aim::Held(held) => What::Own { priority: None, matching, act: Act::Later(held) },
        Aim::Gap(finding) => What::Gap(finding),
    };
    Some(Piece { on, order: Traced::implied(LAST), guard, what })
}

fn tell_gap(piece: Piece, class: &str, diags: &mut Diagnostics) -> Option<Piece> {
    let Piece { on, order, guard, what } = piece;
    match what {
        What::Gap(finding) => {
            let place = match order.value {
                LAST => "its `defaultBackend`".to_owned(),
                order => format!("`alb.ingress.kubernetes.io/group.order: \"{order}\"`, which is kept free for it"),
            };
            diags.tell(finding.help(format!("make it by hand: an Ingress of class `{class}` with {place}")));
            None
        }
        what @ (What::Workload { .. } | What::Own { .. }) => Some(Piece { on, order, guard, what }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_stay_before_those_that_name_none() {
        for count in [1, 2, 99, 100, 101, 150, 500, 1000] {
            let last = FIRST + (i32::try_from(count).expect("small") - 1) * step(count);
            assert!(last < 0, "{count}: {last}");
        }
        assert_eq!(step(100), 10);
    }
}
