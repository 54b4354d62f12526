//! What the pod execution role of EKS Fargate must be allowed beyond AWS's own policy for it: to write where output goes
//! ("Start AWS Fargate logging for your cluster", EKS User Guide). It pulls images by that policy.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::back::shared::Shared;

/// A service that output goes to, what is done there, and how its resources are called.
const SERVICES: [(&str, &[&str], &[&str], &str); 3] = [
    (
        "Logs",
        &["cloudwatch", "cloudwatch_logs"],
        &["logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        "logs:REGION:ACCOUNT:log-group:NAME:*",
    ),
    (
        "Firehose",
        &["firehose", "kinesis_firehose"],
        &["firehose:PutRecordBatch"],
        "firehose:REGION:ACCOUNT:deliverystream/NAME",
    ),
    ("Kinesis", &["kinesis"], &["kinesis:PutRecords"], "kinesis:REGION:ACCOUNT:stream/NAME"),
];

/// The policy; `None` where no output goes to one of these.
pub(super) fn policy(shared: &Shared) -> Option<Value> {
    let partition = shared.partition.as_deref().unwrap_or("aws");
    let account = shared.account.as_deref().unwrap_or(super::ACCOUNT_PLACEHOLDER);
    let targets: BTreeSet<_> = shared.on_fargate.logs.values().flat_map(|routes| &routes.targets).collect();
    let statements: Vec<Value> = SERVICES
        .iter()
        .filter_map(|(name, plugins, actions, resource)| {
            let own = targets.iter().filter(|(plugin, ..)| plugins.contains(&plugin.as_str()));
            let resources: BTreeSet<String> = own
                .map(|(_, region, target)| {
                    let path = resource.replace("REGION", region).replace("ACCOUNT", account).replace("NAME", target);
                    format!("arn:{partition}:{path}")
                })
                .collect();
            let sid = format!("Ecs2eks{name}");
            (!resources.is_empty())
                .then(|| json!({"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}))
        })
        .collect();
    (!statements.is_empty()).then(|| json!({"Version": "2012-10-17", "Statement": statements}))
}
