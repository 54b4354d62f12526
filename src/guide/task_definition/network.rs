//! Network and names.

use crate::guide::{Class, Row, Section};

pub(super) const SECTION: Section = Section { title: "Network and names", rows: ROWS };

const ROWS: &[Row] = &[
    Row {
        path: "networkMode",
        class: Class::Approximate,
        rule: "awsvpc is what every pod has. bridge becomes the same with a warning, since containers then share one network; host becomes `hostNetwork`; none becomes a NetworkPolicy without rules.",
        places: &[],
        codes: &[],
        source: "Amazon ECS task networking, Amazon ECS Developer Guide",
    },
    Row {
        path: "proxyConfiguration.type",
        class: Class::Manual,
        rule: "App Mesh has ended. The proxy container is left out with all that refers to it; rules of the mesh have to be made anew in its successor.",
        places: &[],
        codes: &[],
        source: "ProxyConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "proxyConfiguration.containerName",
        class: Class::Manual,
        rule: "The container that is left out.",
        places: &[],
        codes: &[],
        source: "ProxyConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "proxyConfiguration.properties[].name",
        class: Class::Manual,
        rule: "Named in the finding about the mesh.",
        places: &[],
        codes: &[],
        source: "ProxyConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "proxyConfiguration.properties[].value",
        class: Class::Manual,
        rule: "Named in the finding about the mesh.",
        places: &[],
        codes: &[],
        source: "ProxyConfiguration, Amazon ECS API Reference",
    },
    Row {
        path: "containerDefinitions[].links[]",
        class: Class::Approximate,
        rule: "`name` or `name:alias`: both become names of 127.0.0.1 in the pod, and the order of starting is kept.",
        places: &[],
        codes: &[],
        source: "Bridge network mode, Amazon ECS Developer Guide",
    },
    Row {
        path: "containerDefinitions[].hostname",
        class: Class::Approximate,
        rule: "The pod has one name: that of its only container, or of the first essential one. A name with dots needs Kubernetes 1.35.",
        places: &[],
        codes: &[],
        source: "DNS for Services and Pods, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].dnsServers[]",
        class: Class::Manual,
        rule: "Not carried into the pod, where it would end the discovery of services; the finding has the forward zone for CoreDNS.",
        places: &[],
        codes: &[],
        source: "Customizing DNS Service, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].dnsSearchDomains[]",
        class: Class::Equivalent,
        rule: "Searched after the cluster's own domains, by all containers of the pod.",
        places: &[],
        codes: &[],
        source: "DNS for Services and Pods, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].extraHosts[].hostname",
        class: Class::Equivalent,
        rule: "An entry of the hosts file of the whole pod; one name with two addresses is refused.",
        places: &[],
        codes: &[],
        source: "Adding entries to Pod /etc/hosts with HostAliases, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].extraHosts[].ipAddress",
        class: Class::Equivalent,
        rule: "The address of that entry. `host-gateway` has none in a pod: a person takes the node's address from `status.hostIP`.",
        places: &[],
        codes: &[],
        source: "Adding entries to Pod /etc/hosts with HostAliases, Kubernetes documentation",
    },
    Row {
        path: "containerDefinitions[].disableNetworking",
        class: Class::Manual,
        rule: "A pod's containers share its network. A task of one container gets a NetworkPolicy without rules; among others the container has to move into a pod of its own.",
        places: &[],
        codes: &[],
        source: "Network Policies, Kubernetes documentation",
    },
];
