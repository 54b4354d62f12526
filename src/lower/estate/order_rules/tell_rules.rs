//! What is told of rules that are not written, or not as they stand.

use std::collections::BTreeSet;

use super::act::Loop;
use super::match_requests::{MOST_VALUES, Matching};
use super::read_listener::{Here, Reader};
use crate::diagnostics::{Code, Finding};
use crate::ir::ecs::Conditions;
use crate::settings::Target;
use crate::source::At;

/// What is left of a rule without what loops.
pub(super) enum Remains {
    Nothing,
    One,
    /// And a second rule with these conditions.
    Two(Conditions),
}

/// What a rule does that waits.
fn meanwhile(asks: bool) -> &'static str {
    if asks { " and answers 503 until it is turned on" } else { "" }
}

impl Reader<'_> {
    pub(super) fn tell_no_rules(&mut self, here: &Here, at: At, arn: &str) {
        self.diags.tell(
            Finding::new(
                Code::ListenerWithoutRules,
                at.place_only(),
                format!(
                    "no rule of listener {} of load balancer `{}` is among the inputs",
                    here.label(),
                    self.balancer
                ),
            )
            .kubernetes("only its default action is translated")
            .help(format!(
                "unless it has no other: aws elbv2 describe-rules --listener-arn {arn} > rules-{}.json",
                here.port
            )),
        );
    }

    pub(super) fn elsewhere(&self, at: At, name: &str, group: &str, asks: bool) -> Finding {
        Finding::new(Code::ForwardLeadsElsewhere, at, format!("{name} of load balancer `{}` forwards to target group `{group}`, in which no service registers that is written here", self.balancer))
            .label("not a workload of this conversion")
            .kubernetes(format!("it stands in the chart of the load balancer with `enabled: false`{}: a target group serves one load balancer at a time, and this one serves the old", meanwhile(asks)))
            .help("convert the service behind it as well; for anything else, such as a Lambda function, set `enabled: true` once the old load balancer is gone, or give the rule a target group of its own")
    }

    pub(super) fn tell_several_workloads(&mut self, at: At, name: &str, workloads: &BTreeSet<String>, asks: bool) {
        let names: Vec<&str> = workloads.iter().map(String::as_str).collect();
        self.diags.tell(
            Finding::new(Code::ForwardOverWorkloads, at, format!("{name} of load balancer `{}` spreads requests over `{}`", self.balancer, names.join("`, `")))
                .label("a forward over several workloads")
                .kubernetes(format!("it stands in the chart of the load balancer with `enabled: false`{}: a Service of it that is not there would stop the whole load balancer", meanwhile(asks)))
                .help("install the workloads, then set `enabled: true`; the run book has the commands"),
        );
    }

    pub(super) fn tell_oidc(&mut self, at: At, place: At, name: &str, secret: &str) {
        // "Grant the EKS Auto Mode load balancer controller access to a specific Secret", EKS User Guide: nothing lets it
        // read Secrets, and it stops at the first that it may not read.
        let role = match self.target {
            Target::AutoMode => "; let a Role and a RoleBinding give the group `eks:managed` `get` on it",
            Target::Ec2 | Target::Fargate => "",
        };
        self.diags.tell(
            Finding::new(Code::OidcSecret, at, format!("{name} of load balancer `{}` asks for a log-in, and no export holds the client's secret", self.balancer))
                .also([place])
                .label("asks for a log-in with a client's secret")
                .kubernetes("it stands in the chart of the load balancer with `enabled: false` and answers 503, since without its Secret the whole load balancer would stand still")
                .help(format!("make the Secret `{secret}` with the keys `clientID` and `clientSecret`{role}; then set `enabled: true`; the run book has the commands")),
        );
    }

    pub(super) fn not_written(&self, at: At, name: &str, what: &str) -> Finding {
        Finding::new(
            Code::RuleNotWritten,
            at,
            format!("{name} of load balancer `{}` is not written: {what}", self.balancer),
        )
        .label("left out")
        .kubernetes("requests that it took go to later rules, or to the listener's default")
    }

    /// A rule that is not written, and that asked who makes a request.
    /// `wider`: one of its conditions is left out.
    pub(super) fn tell_refused(&mut self, finding: Finding, wider: bool) {
        let more = if wider {
            "; it takes more requests than the rule does today, and all that come after it where no condition is left"
        } else {
            ""
        };
        self.diags.tell(
            finding
                .label("answers 503 until it is made")
                .kubernetes(format!("in its place stands an answer of 503, so that no request gets past it to a rule that asks nothing{more}"))
                .help("make the rule by hand, with the annotations `alb.ingress.kubernetes.io/auth-…` or `jwt-validation`, and set `enabled: false` for the one that stands in the chart of the load balancer"),
        );
    }

    pub(super) fn tell_loop(&mut self, found: Loop, at: At, name: &str) -> Remains {
        let balancer = self.balancer;
        let finding = |at: At, what: &str| {
            Finding::new(
                Code::RedirectLoop,
                at,
                format!("{name} of load balancer `{balancer}` redirects {what} to itself"),
            )
            .label("loops on ECS")
        };
        match found {
            Loop::None => Remains::One,
            Loop::Partly(values) => {
                for at in values {
                    self.diags.tell(finding(at, "this value")
                        .kubernetes("the controller would drop the whole rule for it; without it the rest redirects, and these requests go to later rules")
                        .help("nothing to do, if a later rule serves them"));
                }
                Remains::One
            }
            Loop::Pair(values, rest) => {
                let mut values = values.into_iter();
                let first = values.next().unwrap_or(at);
                self.diags.tell(finding(first, "this host at one of its paths").also(values)
                    .kubernetes("the controller would drop the whole rule for it; it becomes two rules without it, and these requests go to later rules")
                    .help("nothing to do, if a later rule serves them"));
                Remains::Two(rest)
            }
            Loop::Whole => {
                self.diags.tell(finding(at, "requests")
                    .kubernetes("the controller drops such a rule, so it is left out: its requests go to later rules, or to the listener's default")
                    .help("change the redirect's target on ECS, or delete the rule there, and export again"));
                Remains::Nothing
            }
        }
    }

    pub(super) fn tell_many_values(&mut self, matching: &Matching, at: At, name: &str) {
        if matching.values > MOST_VALUES {
            self.diags.tell(
                Finding::new(
                    Code::LoadBalancerQuota,
                    at.place_only(),
                    format!(
                        "{name} of load balancer `{}` has {} values in its conditions",
                        self.balancer, matching.values
                    ),
                )
                .label(format!("AWS takes {MOST_VALUES}"))
                .kubernetes("the controller would fail to make the rule, and with it every change to the load balancer")
                .help("split it into several rules on ECS, and export again before the chart is installed"),
            );
        }
    }
}
