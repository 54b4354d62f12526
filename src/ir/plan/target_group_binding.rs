//! How pods join the load balancer that ECS uses.

use crate::ir::Traced;

/// Stands at the end of an ARN where Elastic Load Balancing puts what it makes up itself.
pub(crate) const ID_PLACEHOLDER: &str = "REPLACE-WITH-ID";

/// A target group in which pods register.
#[derive(Debug, Clone)]
pub(crate) struct TargetGroupBinding {
    pub(crate) name: String,
    /// Its ARN; one with a placeholder where it has to be made.
    pub(crate) target_group: Traced<String>,
    /// Whether EKS Auto Mode registers the pods, and not a controller that the team runs.
    pub(crate) by_auto_mode: bool,
    /// Whether others register in it as well: then only what was registered by this one is ever taken out.
    pub(crate) shared: Option<Traced<bool>>,
    /// Role of the account to which the target group belongs, where that is another.
    pub(crate) role: Option<String>,
    /// The workload's Service.
    pub(crate) service: String,
    /// Name of the Service's port.
    pub(crate) port: Traced<String>,
    pub(crate) admitted: Option<Admitted>,
    /// What has to be made for it; `None` where it is the one of ECS.
    pub(crate) made: Option<NewTargetGroup>,
}

/// What the rules of the pods' security group have to admit.
#[derive(Debug, Clone)]
pub(crate) struct Admitted {
    /// Security groups of the load balancer.
    pub(crate) from: Vec<Traced<String>>,
    /// Protocol and port.
    pub(crate) ports: Vec<(&'static str, Traced<i64>)>,
}

/// A target group like that of ECS.
#[derive(Debug, Clone)]
pub(crate) struct NewTargetGroup {
    pub(crate) name: String,
    /// Its ARN but for the end, which nobody knows before it is made.
    pub(crate) arn: String,
    /// The one of ECS.
    pub(crate) beside: String,
    /// Members of `CreateTargetGroup`, in the order of the API reference.
    pub(crate) members: Vec<(&'static str, Traced<Member>)>,
    pub(crate) attributes: Vec<(String, Traced<String>)>,
    /// Seconds for which a client stays with a target group, where the old one is sticky.
    pub(crate) sticky: Option<i64>,
    /// Rules and listeners that lead to the old one.
    pub(crate) forwards: Vec<Forward>,
}

/// A value of a call to the API.
#[derive(Debug, Clone)]
pub(crate) enum Member {
    Text(String),
    Number(i64),
    /// Codes that count as healthy, by the kind of code.
    Matcher(&'static str, String),
}

/// A rule, or a listener by its default, that forwards to a target group.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    /// ARN of the rule or the listener.
    pub(crate) arn: Traced<String>,
    pub(crate) is_default: bool,
    /// Whether it belongs to an Application Load Balancer.
    pub(crate) application: bool,
    /// Target groups with their weights, large enough to be shared out.
    pub(crate) targets: Vec<(String, i64)>,
    /// Seconds for which a client stays with a target group today.
    pub(crate) sticky: Option<i64>,
}
