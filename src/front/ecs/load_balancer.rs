//! `LoadBalancer` and `Listener` of Elastic Load Balancing.

use super::action::actions;
use super::network_load_balancer::{Subnet, network_only};
use crate::diagnostics::{Diagnostics, Reported};
use crate::front::object::{Object, object};
use crate::front::tree::Node;
use crate::ir::ecs::{Listener, LoadBalancer, LoadBalancerType, MutualAuthentication, Scheme};

/// Reads a load balancer; its attributes are a document of their own.
pub(crate) fn load_balancer(node: Node, diags: &mut Diagnostics) -> Result<LoadBalancer, Reported> {
    const KINDS: &[(&str, LoadBalancerType)] = &[
        ("application", LoadBalancerType::Application),
        ("network", LoadBalancerType::Network),
        ("gateway", LoadBalancerType::Gateway),
    ];
    const SCHEMES: &[(&str, Scheme)] = &[("internet-facing", Scheme::InternetFacing), ("internal", Scheme::Internal)];
    object(node, diags, |it, diags| {
        it.ignore(
            &["DNSName", "CanonicalHostedZoneId", "CreatedTime", "VpcId", "State"],
            "identity of the load balancer that ECS uses; the one for EKS is new",
            diags,
        );
        let subnets = it.list("AvailabilityZones", diags, |node, diags| object(node, diags, subnet))?;
        let (subnets, network) = network_only(it, subnets, diags)?;
        let ipam_pool = it.child("IpamPools", diags, |it, diags| it.string("Ipv4IpamPoolId", diags))?;
        Ok(LoadBalancer {
            at: it.at(),
            arn: it.required_string("LoadBalancerArn", diags)?,
            name: it.required_string("LoadBalancerName", diags)?,
            kind: it.one_of("Type", KINDS, diags)?,
            scheme: it.one_of("Scheme", SCHEMES, diags)?,
            ip_address_type: it.string("IpAddressType", diags)?,
            security_groups: it.strings("SecurityGroups", diags)?,
            subnets,
            customer_owned_ipv4_pool: it.string("CustomerOwnedIpv4Pool", diags)?,
            ipam_pool: ipam_pool.flatten(),
            attributes: Vec::new(),
            capacity: None,
            web_acl: None,
            protected: None,
            tags: Vec::new(),
            network,
        })
    })
}

fn subnet(it: &mut Object, diags: &mut Diagnostics) -> Result<Subnet, Reported> {
    it.ignore(&["ZoneName", "OutpostId"], "follows from the subnet", diags);
    super::network_load_balancer::subnet(it, diags)
}

/// Reads a listener; its rules are documents of their own.
pub(crate) fn listener(node: Node, diags: &mut Diagnostics) -> Result<Listener, Reported> {
    object(node, diags, |it, diags| {
        let alpn_policies = it.strings("AlpnPolicy", diags)?;
        let certificates = it.list("Certificates", diags, |node, diags| {
            object(node, diags, |it, diags| {
                it.ignore(&["IsDefault"], "the order says the same: the default stands first", diags);
                it.string("CertificateArn", diags)
            })
        })?;
        Ok(Listener {
            at: it.at(),
            arn: it.required_string("ListenerArn", diags)?,
            load_balancer: it.required_string("LoadBalancerArn", diags)?,
            port: it.integer_within("Port", 0..=65_535, diags)?,
            protocol: it.string("Protocol", diags)?,
            certificates: certificates.into_iter().flatten().collect(),
            all_certificates: false,
            ssl_policy: it.string("SslPolicy", diags)?,
            // A list of one ("CreateListener", API reference).
            alpn_policy: alpn_policies.into_iter().next(),
            mutual_authentication: mutual_authentication(it, diags)?,
            attributes: Vec::new(),
            default_actions: actions(it, "DefaultActions", diags)?,
        })
    })
}

fn mutual_authentication(it: &mut Object, diags: &mut Diagnostics) -> Result<Option<MutualAuthentication>, Reported> {
    if it.peek("MutualAuthentication").is_some_and(|node| node.get("Mode").and_then(Node::text) == Some("off")) {
        it.ignore(&["MutualAuthentication"], "off, as without it", diags);
    }
    it.child("MutualAuthentication", diags, |it, diags| {
        it.ignore(&["TrustStoreAssociationStatus"], "state of the listener that ECS uses", diags);
        Ok(MutualAuthentication {
            mode: it.required_string("Mode", diags)?,
            trust_store: it.string("TrustStoreArn", diags)?,
            ignore_expiry: it.boolean("IgnoreClientCertificateExpiry", diags)?,
            advertise_names: it.string("AdvertiseTrustStoreCaNames", diags)?,
        })
    })
}
