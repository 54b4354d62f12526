//! Today and after the move beside each other, rule by rule, in the order in which they are asked.

use super::arrange::State;
use super::compare::{self, Found, Paired};
use super::{expect, read_back, words};
use crate::controller::{self, Built};
use crate::ir::today::{Fate, Outcome, Rule};
use crate::ir::{plan, today};

/// A load balancer.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// On ECS.
    pub(crate) name: String,
    /// The version of the controller that is modelled.
    pub(crate) controller: &'static str,
    pub(crate) listeners: Vec<Listening>,
}

/// A listener.
#[derive(Debug, Clone)]
pub(crate) struct Listening {
    pub(crate) protocol: String,
    pub(crate) port: i64,
    pub(crate) rules: Vec<Row>,
    pub(crate) default: Row,
}

/// A rule, or a default.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// `None` for a rule that there is after the move only, and for a default that is not known.
    pub(crate) today: Option<Side>,
    /// As it is installed; `None` where nothing is.
    pub(crate) after: Option<Side>,
    pub(crate) standing: Standing,
    /// The switch in the values of the load balancer's own chart, for what waits.
    pub(crate) switch: Option<String>,
}

/// What is asked and done.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    /// `None` for a default.
    pub(crate) priority: Option<i64>,
    /// All must hold; none is every request.
    pub(crate) conditions: Vec<String>,
    pub(crate) action: String,
}

/// What becomes of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Same,
    /// The same, once somebody has turned it on.
    Waits,
    /// Its requests are refused.
    Refused,
    NotWritten,
    Differs,
}

/// The table of a load balancer that was built of an arrangement as it is installed, and with all turned on.
pub(super) fn of(
    edge: &plan::Edge,
    today: &today::LoadBalancer,
    installed: &Built,
    turned_on: Option<&Built>,
) -> Table {
    let one = |listener: &today::Listener| {
        let made = |built| Made::of(edge, listener.port, built);
        let both =
            Both { listener, installed: made(installed), turned_on: turned_on.map_or_else(|| made(installed), made) };
        let mut switches = Switches::of(edge, listener);
        Listening {
            protocol: listener.protocol.clone(),
            port: listener.port,
            rules: both.rules(&mut switches),
            default: both.default(&switches),
        }
    };
    let (name, controller) = (today.name.clone(), super::PROVEN_WITH);
    Table { name, controller, listeners: today.listeners.iter().map(one).collect() }
}

/// What is built of one listener, if anything.
struct Made<'a> {
    built: &'a Built,
    listener: Option<&'a controller::Listener>,
}

impl<'a> Made<'a> {
    fn of(edge: &plan::Edge, port: i64, built: &'a Built) -> Self {
        let balancer = built.load_balancers.get(&edge.class.value);
        Made { built, listener: balancer.and_then(|balancer| balancer.listeners.get(&port)) }
    }

    /// For each rule of today whether it must be there, and where it is; and what stands for none of them.
    fn pair(&self, today: &today::Listener, state: State) -> (Vec<Option<Found>>, Vec<usize>) {
        let wanted: Vec<Option<Rule>> = today.rules.iter().map(|rule| expect::rule(rule, state)).collect();
        let expected: Vec<Rule> = wanted.iter().flatten().cloned().collect();
        let nowhere = || Paired { found: vec![Found::Nowhere; expected.len()], extra: Vec::new() };
        let Paired { found, extra } =
            self.listener.map_or_else(nowhere, |made| compare::pair(&expected, made, self.built));
        let mut found = found.into_iter();
        (wanted.iter().map(|wanted| wanted.as_ref().and_then(|_| found.next())).collect(), extra)
    }

    fn side(&self, index: usize) -> Option<Side> {
        let rule = self.listener?.rules.get(index)?;
        let outcome = read_back::outcome(&rule.actions, self.built);
        Some(Side {
            priority: i64::try_from(rule.priority).ok(),
            conditions: words::conditions(&read_back::conditions(&rule.conditions)),
            action: words::action(&outcome, &read_back::transforms(&rule.transforms)),
        })
    }
}

/// A listener of today with what is made of it.
struct Both<'a> {
    listener: &'a today::Listener,
    installed: Made<'a>,
    turned_on: Made<'a>,
}

impl Both<'_> {
    fn rules(&self, switches: &mut Switches) -> Vec<Row> {
        let (installed, extra) = self.installed.pair(self.listener, State::Installed);
        let (turned_on, _) = self.turned_on.pair(self.listener, State::TurnedOn);
        let places = installed.into_iter().zip(turned_on);
        let row = |(rule, (first, second)): (&Rule, (Option<Found>, Option<Found>))| {
            let standing = standing(rule.outcome.fate, stands(first), stands(second));
            let switch = waits(rule.outcome.fate).then(|| switches.rules.next()).flatten();
            let after = match first {
                Some(Found::At(index) | Found::OutOfOrder(index)) => self.installed.side(index),
                Some(Found::Unreachable | Found::Nowhere) | None => None,
            };
            Row { today: Some(today_side(rule)), after, standing, switch }
        };
        let mut rows: Vec<Row> = self.listener.rules.iter().zip(places).map(row).collect();
        let more =
            |index| Row { today: None, after: self.installed.side(index), standing: Standing::Differs, switch: None };
        rows.extend(extra.into_iter().map(more));
        rows
    }

    fn default(&self, switches: &Switches) -> Row {
        let side =
            |outcome: &Outcome| Side { priority: None, conditions: Vec::new(), action: words::action(outcome, &[]) };
        let made = |made: &Made, state: State| {
            let wanted = self.listener.default.as_ref().and_then(|outcome| expect::outcome(outcome, state))?;
            let acts = |listener: &controller::Listener| compare::acts(&wanted, &listener.default, made.built);
            Some(made.listener.is_some_and(acts))
        };
        let fate = self.listener.default.as_ref().map_or(Fate::NotWritten, |default| default.fate);
        let (first, second) = (made(&self.installed, State::Installed), made(&self.turned_on, State::TurnedOn));
        let after = self.installed.listener.map(|it| side(&read_back::outcome(&it.default, self.installed.built)));
        Row {
            today: self.listener.default.as_ref().map(side),
            after,
            standing: standing(fate, first, second),
            switch: waits(fate).then(|| switches.default.clone()).flatten(),
        }
    }
}

fn today_side(rule: &Rule) -> Side {
    Side {
        priority: Some(rule.priority),
        conditions: words::conditions(&rule.conditions),
        action: words::action(&rule.outcome, &rule.transforms),
    }
}

/// Whether what must be there is there; `None` where nothing must be.
fn stands(found: Option<Found>) -> Option<bool> {
    found.map(|found| matches!(found, Found::At(_) | Found::Unreachable))
}

fn waits(fate: Fate) -> bool {
    matches!(fate, Fate::Held | Fate::Closed)
}

fn standing(fate: Fate, installed: Option<bool>, turned_on: Option<bool>) -> Standing {
    let whole = installed != Some(false) && turned_on != Some(false);
    match fate {
        _ if !whole => Standing::Differs,
        Fate::Written => Standing::Same,
        Fate::Held | Fate::Closed => Standing::Waits,
        Fate::Refused => Standing::Refused,
        Fate::NotWritten => Standing::NotWritten,
    }
}

/// The switches of what waits on one listener, in the order of its rules.
struct Switches {
    rules: std::vec::IntoIter<String>,
    default: Option<String>,
}

impl Switches {
    fn of(edge: &plan::Edge, listener: &today::Listener) -> Self {
        let here = |rule: &&plan::EdgeRule| {
            let mut listeners = rule.place.listeners.iter();
            let listens = listeners.any(|it| (it.value.0.as_str(), it.value.1) == (&listener.protocol, listener.port));
            listens && !matches!(rule.state, plan::EdgeState::Enabled)
        };
        let name = |rule: &plan::EdgeRule| format!("rules.{}.enabled", rule.rule.name);
        let (defaults, rules): (Vec<_>, Vec<_>) = edge.rules.iter().filter(here).partition(|rule| rule.is_default);
        let rules: Vec<String> = rules.into_iter().map(name).collect();
        Switches { rules: rules.into_iter(), default: defaults.into_iter().next().map(name) }
    }
}
