//! Listeners that do the same are written once.
//!
//! The controller makes every rule of an Ingress on every port of its `listen-ports`, and a target group for each Ingress
//! and Service (measured with controller 3.5.0). So two listeners with the same rules share their
//! Ingresses: one target group instead of two. A default that differs stands apart, since a default backend counts on
//! every port of its Ingress.

use super::listening::{Aim, Deed, Held, Listening, Step, Tls};
use super::match_requests::Matching;
use crate::ir::Traced;
use crate::source::Leaf;

/// Takes what all HTTPS listeners show alike out of them, for the load balancer as a whole; where they differ each keeps
/// its own.
pub(super) fn share_tls(all: &mut [Listening]) -> Tls {
    let mut shown: Vec<&mut Tls> = all.iter_mut().map(|one| &mut one.tls).filter(|tls| tls.policy.is_some()).collect();
    let alike = shown.windows(2).all(|pair| match pair {
        [a, b] => same(a, b),
        _ => true,
    });
    let mut shared = Tls { certificates: Vec::new(), policy: None };
    if !alike {
        return shared;
    }
    for tls in &mut shown {
        let certificates = std::mem::take(&mut tls.certificates);
        let policy = tls.policy.take();
        if shared.policy.is_none() {
            shared = Tls { certificates, policy };
            continue;
        }
        let pairs = shared.certificates.iter_mut().zip(certificates);
        pairs.for_each(|(kept, again)| kept.from.extend(again.from));
        let pair = shared.policy.as_mut().zip(policy);
        pair.into_iter().for_each(|(kept, again)| kept.from.extend(again.from));
    }
    shared
}

fn same(a: &Tls, b: &Tls) -> bool {
    let texts = |tls: &Tls| {
        let certificates: Vec<String> = tls.certificates.iter().map(|it| it.value.clone()).collect();
        (certificates, tls.policy.as_ref().map(|it| it.value.clone()))
    };
    texts(a) == texts(b)
}

/// Joins listeners with the same rules.
pub(super) fn join(all: Vec<Listening>) -> Vec<Listening> {
    let mut groups: Vec<(Option<String>, Vec<Listening>)> = Vec::new();
    for one in all {
        let rules = signature(&one);
        let fits = |members: &[Listening]| {
            members.iter().all(|it| it.tls.policy.is_none() || one.tls.policy.is_none() || same(&it.tls, &one.tls))
        };
        match groups.iter_mut().find(|(other, members)| rules.is_some() && *other == rules && fits(members)) {
            Some((_, members)) => members.push(one),
            None => groups.push((rules, vec![one])),
        }
    }
    groups.into_iter().flat_map(|(_, members)| fold(members)).collect()
}

fn fold(mut members: Vec<Listening>) -> Vec<Listening> {
    let first = members.first().map(|one| default_signature(one.default.as_ref()));
    let alike = first.is_some_and(|first| {
        first.is_some() && members.iter().all(|one| default_signature(one.default.as_ref()) == first)
    });
    if !alike && members.iter().any(|one| one.steps.is_empty()) {
        return members;
    }
    let mut apart = Vec::new();
    if !alike {
        apart.extend(members.iter_mut().filter_map(default_alone));
    }
    let joined = members.into_iter().reduce(absorb);
    joined.into_iter().chain(apart).collect()
}

/// The default of a listener as a listener of its own.
fn default_alone(one: &mut Listening) -> Option<Listening> {
    let default = Some(one.default.take()?);
    Some(Listening {
        documents: one.documents.clone(),
        listeners: one.listeners.clone(),
        tls: Tls { certificates: one.tls.certificates.clone(), policy: one.tls.policy.clone() },
        kept: one.kept.again(),
        steps: Vec::new(),
        default,
    })
}

fn absorb(mut into: Listening, other: Listening) -> Listening {
    let Listening { documents, listeners, tls, kept, steps, default } = other;
    into.documents.extend(documents);
    into.listeners.extend(listeners);
    into.kept.mutual.extend(kept.mutual);
    if into.tls.policy.is_none() {
        into.tls = tls;
    }
    for (kept, again) in into.steps.iter_mut().zip(steps) {
        let Step { priority: _, from, matching, deed } = again;
        kept.from.extend(from);
        let Matching { host, path, conditions, transforms, values: _ } = matching;
        also(&mut kept.matching.host, host);
        also(&mut kept.matching.path, path);
        also(&mut kept.matching.conditions, conditions);
        also(&mut kept.matching.transforms, transforms);
        also_deed(&mut kept.deed, deed);
    }
    if let (Some(kept), Some(again)) = (&mut into.default, default) {
        also_deed(kept, again);
    }
    into
}

fn also<T>(kept: &mut Option<Traced<T>>, again: Option<Traced<T>>) {
    kept.as_mut().zip(again).into_iter().for_each(|(kept, again)| kept.from.extend(again.from));
}

/// They do the same, so that whatever the one asks for the other does, too.
fn also_deed(kept: &mut Deed, again: Deed) {
    let Deed { guard, aim } = again;
    let asked = guard.into_iter().flat_map(|guard| guard.provider.from);
    let more: Vec<Leaf> = match aim {
        Aim::Workload(lead) => lead.from,
        Aim::Answer(action) => action.from,
        Aim::Held(held) => held.action.from,
        Aim::Gap(_) => Vec::new(),
    };
    if let Some(guard) = &mut kept.guard {
        guard.provider.from.extend(asked);
    }
    match &mut kept.aim {
        Aim::Workload(lead) => lead.from.extend(more),
        Aim::Answer(action) => action.from.extend(more),
        Aim::Held(held) => held.action.from.extend(more),
        Aim::Gap(_) => {}
    }
}

/// What the rules say; `None` where one of them is not written, so that nothing can be compared.
fn signature(one: &Listening) -> Option<String> {
    let text = |part: &Option<Traced<String>>| part.as_ref().map(|part| part.value.clone());
    let mut all = String::new();
    for Step { priority: _, from: _, matching, deed } in &one.steps {
        let Matching { host, path, conditions, transforms, values: _ } = matching;
        let matches = (text(host), text(path), text(conditions), text(transforms));
        all.push_str(&format!("{:?}\n", (matches, deed_signature(deed)?)));
    }
    Some(all)
}

fn default_signature(default: Option<&Deed>) -> Option<String> {
    default.map_or_else(|| Some(String::new()), deed_signature)
}

fn deed_signature(deed: &Deed) -> Option<String> {
    let does = match &deed.aim {
        Aim::Workload(lead) => format!("to {} {} {:?}", lead.draft, lead.port, lead.action),
        Aim::Answer(action) => format!("do {}", action.value),
        Aim::Held(Held { action, namespace, workloads: _, target_groups: _, closed }) => {
            format!("hold {} {namespace:?} {closed}", action.value)
        }
        Aim::Gap(_) => return None,
    };
    Some(format!("{:?} {does}", deed.guard.as_ref().map(super::guard::signature)))
}
