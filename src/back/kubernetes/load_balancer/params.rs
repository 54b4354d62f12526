//! IngressClassParams: what holds for a load balancer as a whole.

use crate::back::kubernetes::edge_objects::{
    Attribute, Capacity, IngressClassParamsSpec, IngressGroup, IpamConfiguration, ListenerAttributes, Maker,
    SubnetSelector,
};
use crate::back::kubernetes::trace::{Below, Trace};
use crate::ir::{Traced, plan};

/// Writes the parameters of a class.
pub(super) fn params(
    plan: plan::LoadBalancerSettings,
    maker: Maker,
    class: &str,
    object: &str,
    trace: &mut Trace,
) -> IngressClassParamsSpec {
    let plan::LoadBalancerSettings {
        scheme,
        ip_address_type,
        ssl_policy,
        certificates,
        subnets,
        attributes,
        listeners,
        web_acl,
        capacity,
        ipam_pool,
        tags,
    } = plan;
    let mut out = trace.at(object, "spec");
    let subnets = out.put_all("subnets.ids", subnets);
    let (certificate_arn, certificate_arns) = match maker {
        Maker::Controller => (out.put_all("certificateArn", certificates), Vec::new()),
        Maker::AutoMode => (Vec::new(), out.put_all("certificateARNs", certificates)),
    };
    let capacity = out.put_option("minimumLoadBalancerCapacity.capacityUnits", capacity);
    let ipam_pool = out.put_option("ipamConfiguration.ipv4IPAMPoolId", ipam_pool);
    IngressClassParamsSpec {
        group: Some(IngressGroup { name: class.to_owned() }),
        scheme: Some(out.put("scheme", scheme)),
        ip_address_type: out.put_option("ipAddressType", ip_address_type),
        ipam_configuration: ipam_pool.map(|pool| IpamConfiguration { ipv4_ipam_pool_id: pool }),
        ssl_policy: out.put_option("sslPolicy", ssl_policy),
        certificate_arn,
        certificate_arns,
        subnets: Some(SubnetSelector { ids: subnets }).filter(|subnets| !subnets.ids.is_empty()),
        load_balancer_attributes: pairs("loadBalancerAttributes", attributes, &mut out),
        listeners: listeners.into_iter().map(|plan| listener(plan, &mut out)).collect(),
        minimum_load_balancer_capacity: capacity.map(|units| Capacity { capacity_units: units }),
        tags: pairs("tags", tags, &mut out),
        wafv2_acl_arn: out.put_option("wafv2AclArn", web_acl),
        ..IngressClassParamsSpec::default()
    }
}

fn listener(plan: plan::ListenerSettings, out: &mut Below) -> ListenerAttributes {
    let plan::ListenerSettings { protocol, port, attributes } = plan;
    let key = format!("listeners[{protocol}:{port}].listenerAttributes");
    ListenerAttributes { listener_attributes: pairs(&key, attributes, out), protocol, port }
}

fn pairs(under: &str, pairs: Vec<(String, Traced<String>)>, out: &mut Below) -> Vec<Attribute> {
    let pair = |(key, value): (String, Traced<String>)| {
        let value = out.put(&format!("{under}[{key}]"), value);
        Attribute { key, value }
    };
    pairs.into_iter().map(pair).collect()
}
