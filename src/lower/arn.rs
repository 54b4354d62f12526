//! Amazon Resource Names: where something lives.

/// The parts of an ARN before its resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Arn {
    /// `aws`, `aws-cn` or `aws-us-gov`.
    pub(crate) partition: String,
    pub(crate) service: String,
    pub(crate) region: String,
    pub(crate) account: String,
    /// What follows the account; it may hold colons of its own.
    pub(crate) resource: String,
}

impl Arn {
    /// Takes an ARN apart; `None` for anything else.
    pub(crate) fn parse(text: &str) -> Option<Arn> {
        let mut parts = text.splitn(6, ':');
        let (head, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
        let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
        (head == "arn" && !partition.is_empty() && !service.is_empty() && !resource.is_empty()).then(|| Arn {
            partition: partition.to_owned(),
            service: service.to_owned(),
            region: region.to_owned(),
            account: account.to_owned(),
            resource: resource.to_owned(),
        })
    }
}

/// The partition, the region and the account of a task, as far as ARNs tell them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Home {
    pub(crate) partition: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) account: Option<String>,
}

impl Home {
    /// Takes what an ARN tells and nothing told before.
    pub(crate) fn learn(&mut self, arn: &str) {
        let Some(arn) = Arn::parse(arn) else { return };
        let set = |slot: &mut Option<String>, value: String| {
            if slot.is_none() && !value.is_empty() {
                *slot = Some(value);
            }
        };
        set(&mut self.partition, arn.partition);
        set(&mut self.region, arn.region);
        set(&mut self.account, arn.account);
    }
}

/// Stands where an account belongs and no ARN told it.
pub(crate) const ACCOUNT_PLACEHOLDER: &str = "REPLACE-WITH-ACCOUNT";

/// The ARN of a role that is given by its ARN, or by its name alone, which then has no path.
pub(crate) fn role_arn(role: &str, home: &Home) -> String {
    if Arn::parse(role).is_some() {
        return role.to_owned();
    }
    let partition = home.partition.as_deref().unwrap_or("aws");
    let account = home.account.as_deref().unwrap_or(ACCOUNT_PLACEHOLDER);
    format!("arn:{partition}:iam::{account}:role/{}", role.trim_start_matches('/'))
}

/// Path and name of a role.
pub(crate) fn role_name(role: &str) -> &str {
    role.split_once(":role/").map_or(role, |(_, name)| name)
}

/// The name of a cluster that is given as a name or an ARN.
pub(crate) fn cluster_name(cluster: &str) -> &str {
    Arn::parse(cluster).map_or(cluster, |_| cluster.rsplit('/').next().unwrap_or(cluster))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_is_taken_apart() {
        let arn = Arn::parse("arn:aws-cn:secretsmanager:cn-north-1:111122223333:secret:a-AbCdEf:k::").expect("an ARN");
        assert_eq!((arn.region.as_str(), arn.resource.as_str()), ("cn-north-1", "secret:a-AbCdEf:k::"));
        assert!(Arn::parse("arn:aws:iam").is_none());
        assert!(Arn::parse("web").is_none());
    }

    #[test]
    fn a_cluster_is_named_by_name_or_arn() {
        assert_eq!(cluster_name("arn:aws:ecs:eu-west-1:111122223333:cluster/prod"), "prod");
        assert_eq!(cluster_name("prod"), "prod");
    }
}
