//! What answers say of a load balancer, a listener or a target group beside its own document.

use super::tag::{attributes, elb_tag};
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::document::Part as Kind;
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::ecs::Part;

const ABOUT_THE_ANSWER: &[&str] = &["ResponseMetadata", "NextMarker", "NextToken"];

/// Reads a part.
pub(crate) fn part(node: Node, kind: Kind, diags: &mut Diagnostics) -> Result<Part, Reported> {
    object(node, diags, |it, diags| {
        it.ignore(ABOUT_THE_ANSWER, "about the answer, not about the resource", diags);
        if kind != Kind::Protection {
            let arns = &["LoadBalancerArn", "TargetGroupArn", "ListenerArn", "ResourceArn"];
            it.ignore(arns, "names the resource that it belongs to", diags);
        }
        Ok(match kind {
            Kind::Attributes
            | Kind::ClassicAttributes
            | Kind::LoadBalancerAttributes
            | Kind::TargetGroupAttributes
            | Kind::ListenerAttributes => Part::Attributes(attributes(it, diags)?),
            Kind::ListenerCertificates => Part::Certificates(it.list("Certificates", diags, |node, diags| {
                object(node, diags, |it, diags| {
                    let arn = it.required_string("CertificateArn", diags)?;
                    let is_default = it.boolean("IsDefault", diags)?;
                    is_default.iter().for_each(|is| diags.ignore(is.at, "the default stands first"));
                    Ok((arn, is_default.is_some_and(|is| is.value)))
                })
            })?),
            Kind::Capacity => capacity(it, diags)?,
            Kind::WebAcl => web_acl(it, diags)?,
            Kind::Protection => protection(it, diags)?,
            Kind::Tags => Part::Tags(it.list("Tags", diags, elb_tag)?),
        })
    })
}

/// `describe-protection`.
fn protection(it: &mut Object, diags: &mut Diagnostics) -> Result<Part, Reported> {
    let rest = &["Id", "Name", "HealthCheckIds", "ProtectionArn", "ApplicationLayerAutomaticResponseConfiguration"];
    it.ignore(rest, "of the protection of the load balancer that ECS uses; the new one gets its own", diags);
    it.required_string("ResourceArn", diags).map(Part::Protected)
}

/// `describe-capacity-reservation`.
fn capacity(it: &mut Object, diags: &mut Diagnostics) -> Result<Part, Reported> {
    let state = &["LastModifiedTime", "DecreaseRequestsRemaining", "CapacityReservationState"];
    it.ignore(state, "state of the reservation that ECS uses", diags);
    let units = it.child("MinimumLoadBalancerCapacity", diags, |it, diags| it.integer("CapacityUnits", diags))?;
    Ok(Part::Capacity(units.flatten()))
}

/// `get-web-acl-for-resource`: only that it guards the load balancer is of it, not what it says.
fn web_acl(it: &mut Object, diags: &mut Diagnostics) -> Result<Part, Reported> {
    let Some(acl) = it.take("WebACL", diags) else { return Err(it.missing("WebACL", diags)) };
    let arn = object(acl, diags, |it, diags| {
        let arn = it.required_string("ARN", diags)?;
        let rest = it.take_all();
        rest.iter().for_each(|entry| diags.ignore(entry.node.at, "the web ACL itself stays as it is"));
        Ok(arn)
    })?;
    Ok(Part::WebAcl(arn))
}
