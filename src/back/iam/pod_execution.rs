//! What the pod execution role of EKS Fargate must be allowed beyond AWS's own policy for it: to write where output goes
//! ("Start AWS Fargate logging for your cluster", EKS User Guide). It pulls images by that policy.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::back::platform::fargate_logging::Written;
use crate::back::shared::Shared;

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
        plugins: &["kinesis"],
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
pub(super) fn policy(shared: &Shared) -> Option<Value> {
    let partition = shared.partition.as_deref().unwrap_or("aws");
    let account = shared.account.as_deref().unwrap_or(super::ACCOUNT_PLACEHOLDER);
    let targets: BTreeSet<&Written> = shared.on_fargate.logs.values().flat_map(|routes| &routes.targets).collect();
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
