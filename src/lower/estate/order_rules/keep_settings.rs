//! Settings of a load balancer beside its attributes: web ACL, Shield, reserved capacity, pools of addresses, tags.
//!
//! Elastic Load Balancing: `DescribeLoadBalancers`, `DescribeCapacityReservation`, `DescribeTags`; AWS WAF:
//! `GetWebACLForResource`; Shield: `DescribeProtection` (API references). The controller takes most of them from
//! IngressClassParams; the others stand as one and the same annotation on every Ingress, since two that differ stop the
//! load balancer ("Ingress annotations", AWS Load Balancer Controller). EKS Auto Mode's class has fewer fields, and it has
//! no Shield ("Create an IngressClass to configure an Application Load Balancer", EKS User Guide). Tags of the class win
//! over a Service's own (measured with controller 3.5.0), so that a tag which a target group has with another value
//! stands on the Ingresses, where the Service wins.

use crate::diagnostics::{Code, Diagnostics, Finding};
use crate::ir::ecs::Tag;
use crate::ir::{Spanned, Traced, plan};
use crate::lower::estate::{Draft, State};
use crate::settings::Target;

const ON_EACH: &str = "stands on each Ingress of the load balancer";

/// What a load balancer has beside its attributes.
pub(super) struct Beside {
    pub(super) web_acl: Option<Spanned<String>>,
    pub(super) protected: Option<Spanned<String>>,
    pub(super) capacity: Option<Spanned<i64>>,
    pub(super) customer_owned_ipv4_pool: Option<Spanned<String>>,
    pub(super) ipam_pool: Option<Spanned<String>>,
    pub(super) tags: Vec<Tag>,
}

/// What can stand in its class.
pub(super) struct InClass {
    pub(super) web_acl: Option<Traced<String>>,
    pub(super) capacity: Option<Traced<i64>>,
    pub(super) ipam_pool: Option<Traced<String>>,
    pub(super) tags: Vec<(String, Traced<String>)>,
}

/// Puts each setting where the maker of the load balancer looks for it.
pub(super) fn keep(
    beside: Beside,
    name: &str,
    target: Target,
    drafts: &[Draft],
    diags: &mut Diagnostics,
) -> (InClass, plan::Throughout) {
    let Beside { web_acl, protected, capacity, customer_owned_ipv4_pool, ipam_pool, tags } = beside;
    let capacity = capacity.filter(|units| {
        if units.value == 0 {
            diags.ignore(units.at, "nothing is reserved");
        }
        units.value != 0
    });
    let (in_class, on_each): (Vec<Tag>, Vec<Tag>) = tags.into_iter().partition(|tag| !differs(tag, drafts));
    tell_tags(in_class.iter().chain(&on_each).chain(of_groups(drafts)).next(), name, target, diags);
    on_each.iter().flat_map(|tag| [tag.key.at, tag.value.at]).for_each(|at| diags.ignore(at, ON_EACH));
    let shield = protected.and_then(|protected| shield(&protected, name, target, diags));
    let has_field = target != Target::AutoMode;
    let (web_acl, each_web_acl) = place(web_acl, has_field, diags);
    let (capacity, each_capacity) = place(capacity, has_field, diags);
    let (ipam_pool, each_ipam_pool) = place(ipam_pool, has_field, diags);
    let (_, customer_owned_ipv4_pool) = place(customer_owned_ipv4_pool, false, diags);
    let tags = in_class.into_iter().map(Tag::traced).collect();
    let throughout = plan::Throughout {
        web_acl: each_web_acl,
        shield,
        capacity: each_capacity,
        customer_owned_ipv4_pool,
        ipam_pool: each_ipam_pool,
        tags: on_each.into_iter().map(Tag::traced).collect(),
    };
    (InClass { web_acl, capacity, ipam_pool, tags }, throughout)
}

/// For the class where that has a field for it, else for the Ingresses.
fn place<T>(
    setting: Option<Spanned<T>>,
    has_field: bool,
    diags: &mut Diagnostics,
) -> (Option<Traced<T>>, Option<Traced<T>>) {
    match setting {
        None => (None, None),
        Some(setting) if has_field => (Some(setting.traced()), None),
        Some(setting) => {
            diags.ignore(setting.at, ON_EACH);
            (None, Some(setting.traced()))
        }
    }
}

/// Whether a target group has the tag with another value.
fn differs(tag: &Tag, drafts: &[Draft]) -> bool {
    of_groups(drafts).any(|other| other.key.value == tag.key.value && other.value.value != tag.value.value)
}

fn of_groups(drafts: &[Draft]) -> impl Iterator<Item = &Tag> {
    let groups = drafts.iter().flat_map(|draft| match &draft.state {
        State::Ready(task) => task.targets.as_slice(),
        State::Failed | State::Skipped => &[],
    });
    groups.flatten().flat_map(|group| &group.tags)
}

fn shield(protected: &Spanned<String>, name: &str, target: Target, diags: &mut Diagnostics) -> Option<Traced<String>> {
    if target == Target::AutoMode {
        diags.tell(
            Finding::new(
                Code::LoadBalancerSetting,
                protected.at,
                format!("Shield Advanced protects load balancer `{name}`"),
            )
            .label("not carried over")
            .kubernetes("EKS Auto Mode does not set it: the new load balancer is not protected")
            .help("protect the new load balancer with `aws shield create-protection` as soon as it is there"),
        );
        return None;
    }
    diags.ignore(protected.at, ON_EACH);
    Some(Traced::new("true".to_owned(), vec![protected.leaf()]))
}

/// Auto Mode sets tags with the cluster's own role, which AWS's policy does not let.
fn tell_tags(first: Option<&Tag>, name: &str, target: Target, diags: &mut Diagnostics) {
    let Some(tag) = first.filter(|_| target == Target::AutoMode) else { return };
    diags.tell(
        Finding::new(Code::LoadBalancerTags, tag.key.at, format!("what is made for load balancer `{name}` keeps the tags of today"))
            .label("one of them")
            .kubernetes("EKS Auto Mode sets them with the cluster's role, and makes no load balancer where that is not allowed to")
            .help("let the cluster's role set tags: \"Custom AWS tags for EKS Auto resources\" in the EKS User Guide has the statement"),
    );
}
