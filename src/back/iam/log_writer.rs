//! What must be allowed to whoever writes where output goes: the role of the cluster's log agent, or on EKS Fargate the pod
//! execution role, beyond AWS's own policy for it ("Start AWS Fargate logging for your cluster", EKS User Guide).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::back::shared::Shared;
use crate::ir::plan::LogRoute;

/// What an output writes to with a role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Written {
    pub(crate) plugin: String,
    pub(crate) region: String,
    pub(crate) name: String,
    /// Whether it makes the log group where there is none.
    pub(crate) creates: bool,
}

impl Written {
    /// What the output of a route writes to, under the plugin's name; `None` for what is no service of AWS.
    pub(crate) fn by(plugin: String, route: &LogRoute) -> Option<Written> {
        if !SERVICES.iter().any(|service| service.plugins.contains(&plugin.as_str())) {
            return None;
        }
        let value = |key: &str| {
            let setting = route.settings.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
            setting.map(|(_, value)| value.value.clone())
        };
        let on =
            |key: &str| value(key).is_some_and(|value| matches!(value.to_ascii_lowercase().as_str(), "on" | "true"));
        let domain = || value("host").filter(|_| on("aws_auth")).map(|host| domain(&host));
        let name = value("log_group_name").or(value("delivery_stream")).or(value("stream")).or_else(domain)?;
        let region = value("region").or(value("aws_region")).unwrap_or_else(|| "*".to_owned());
        Some(Written { plugin, region, name, creates: on("auto_create_group") })
    }
}

/// The domain of an endpoint of OpenSearch Service, `search-<domain>-<26 characters>.<region>.es.amazonaws.com`; another
/// name of its does not tell.
fn domain(host: &str) -> String {
    let own = host.split_once('.').filter(|(_, rest)| rest.ends_with(".es.amazonaws.com")).map(|(own, _)| own);
    let own = own.and_then(|own| own.strip_prefix("search-").or_else(|| own.strip_prefix("vpc-")));
    let name =
        own.map(|own| own.rsplit_once('-').filter(|(_, random)| random.len() == 26).map_or(own, |(name, _)| name));
    name.unwrap_or("REPLACE-WITH-DOMAIN").to_owned()
}

/// A service that output goes to: the end of the statement's name, the plugins, what is done, and how resources are called.
struct Service {
    name: &'static str,
    plugins: &'static [&'static str],
    actions: &'static [&'static str],
    resource: &'static str,
    /// Whether only for what is made where there is none.
    creates: bool,
}

const GROUP: &str = "logs:REGION:ACCOUNT:log-group:NAME:*";
const LOGS: &[&str] = &["cloudwatch", "cloudwatch_logs"];
const SERVICES: [Service; 5] = [
    Service {
        name: "Logs",
        plugins: LOGS,
        actions: &["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        resource: GROUP,
        creates: false,
    },
    Service { name: "LogGroups", plugins: LOGS, actions: &["logs:CreateLogGroup"], resource: GROUP, creates: true },
    Service {
        name: "Firehose",
        plugins: &["firehose", "kinesis_firehose"],
        actions: &["firehose:PutRecordBatch"],
        resource: "firehose:REGION:ACCOUNT:deliverystream/NAME",
        creates: false,
    },
    Service {
        name: "Kinesis",
        plugins: &["kinesis", "kinesis_streams"],
        actions: &["kinesis:PutRecords"],
        resource: "kinesis:REGION:ACCOUNT:stream/NAME",
        creates: false,
    },
    Service {
        name: "OpenSearch",
        plugins: &["es"],
        actions: &["es:ESHttp*"],
        resource: "es:REGION:ACCOUNT:domain/NAME/*",
        creates: false,
    },
];

/// The policy; `None` where no output goes to one of these.
pub(super) fn policy<'a>(targets: impl Iterator<Item = &'a Written>, shared: &Shared) -> Option<Value> {
    let targets: BTreeSet<&Written> = targets.collect();
    let partition = shared.partition.as_deref().unwrap_or("aws");
    let account = shared.account.as_deref().unwrap_or(super::ACCOUNT_PLACEHOLDER);
    let statements: Vec<Value> = SERVICES
        .iter()
        .filter_map(|Service { name, plugins, actions, resource, creates }| {
            let own = targets.iter().filter(|to| plugins.contains(&to.plugin.as_str()) && (!creates || to.creates));
            let resources: BTreeSet<String> = own
                .map(|to| {
                    let path = resource.replace("REGION", &to.region);
                    format!("arn:{partition}:{}", path.replace("ACCOUNT", account).replace("NAME", &to.name))
                })
                .collect();
            let sid = format!("Ecs2eks{name}");
            (!resources.is_empty())
                .then(|| json!({"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}))
        })
        .collect();
    (!statements.is_empty()).then(|| json!({"Version": "2012-10-17", "Statement": statements}))
}
