//! Options that also stand in `ecs2eks.toml` and in the environment: flag before environment before file before default.

mod combine;
mod words;

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use schemars::JsonSchema;
use serde::Deserialize;

use self::combine::go_together;
use self::words::{minor, namespace, provider, version};
use super::Stop;
use crate::diagnostics::{Code, Severity};
use crate::report::Policy;
use crate::settings::{
    Alone, Dns, Essential, Expose, Identity, Layout, Secrets, SecurityGroups, Settings, Target, Tasks,
};

/// Options of `convert`, `check`, `diff` and `report`; the same names are the keys of `ecs2eks.toml`.
#[derive(Debug, Clone, Default, Args, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub(crate) struct Choices {
    /// Namespace for everything [default: each cluster's name].
    #[arg(long, env = "ECS2EKS_NAMESPACE", value_name = "NAME")]
    namespace: Option<String>,
    /// Kubernetes version that the output is for, 1.31 to 1.37 [default: 1.34].
    #[arg(long, env = "ECS2EKS_KUBE_VERSION", value_name = "1.NN")]
    kube_version: Option<String>,
    /// What the pods run on: ec2, fargate or auto-mode [default: ec2].
    #[arg(long, env = "ECS2EKS_TARGET", value_name = "WHAT")]
    target: Option<String>,
    /// On EKS Fargate, take the 256Mi that it adds to each pod from a container without a limit, where the size stays the task's by that.
    #[arg(long, env = "ECS2EKS_FARGATE_FIT")]
    fargate_fit: bool,
    /// How pods get their AWS identity: irsa or none [default: irsa].
    #[arg(long, env = "ECS2EKS_IDENTITY", value_name = "HOW")]
    identity: Option<String>,
    /// The cluster's OIDC provider: its issuer's URL, host and path, or ARN.
    #[arg(long, env = "ECS2EKS_OIDC_PROVIDER", value_name = "PROVIDER")]
    oidc_provider: Option<String>,
    /// Where secrets come from: external-secrets or none [default: external-secrets].
    #[arg(long, env = "ECS2EKS_SECRETS", value_name = "HOW")]
    secrets: Option<String>,
    /// How requests from outside reach pods: ingress, gateway, target-group or none [default: ingress].
    #[arg(long, env = "ECS2EKS_EXPOSE", value_name = "HOW")]
    expose: Option<String>,
    /// With `--expose target-group`, share the target groups of ECS instead of making new ones beside them.
    #[arg(long, env = "ECS2EKS_MULTI_CLUSTER_TARGET_GROUP")]
    multi_cluster_target_group: bool,
    /// What becomes of the service's security groups: report or emit [default: report].
    #[arg(long, env = "ECS2EKS_SECURITY_GROUPS", value_name = "HOW")]
    security_groups: Option<String>,
    /// Whether external-dns passes over what is made: hold or off [default: hold].
    #[arg(long, env = "ECS2EKS_DNS", value_name = "HOW")]
    dns: Option<String>,
    /// What a task definition without a service becomes: deployment or job [default: deployment].
    #[arg(long = "as", env = "ECS2EKS_AS", value_name = "KIND")]
    #[serde(rename = "as")]
    alone: Option<String>,
    /// What happens when an essential container ends, restart in its pod or replace the pod: restart or replace, which
    /// needs Kubernetes 1.35 and knows no back-off [default: restart].
    #[arg(long, env = "ECS2EKS_ESSENTIAL", value_name = "HOW")]
    essential: Option<String>,
    /// One chart a workload, or one chart and a values file a workload: self-contained or shared [default: self-contained].
    #[arg(long, env = "ECS2EKS_LAYOUT", value_name = "HOW")]
    layout: Option<String>,
    /// Version of every chart [default: 0.1.0].
    #[arg(long, env = "ECS2EKS_CHART_VERSION", value_name = "VERSION")]
    chart_version: Option<String>,
    /// Only workloads whose name matches.
    #[arg(long, value_name = "GLOB")]
    pub(crate) only: Vec<String>,
    /// No workloads whose name matches.
    #[arg(long, value_name = "GLOB")]
    pub(crate) skip: Vec<String>,
    /// Fail where this is found.
    #[arg(long, value_name = "CODE")]
    deny: Vec<String>,
    /// Take this for a warning.
    #[arg(long, value_name = "CODE")]
    warn: Vec<String>,
    /// Say nothing of this.
    #[arg(long, value_name = "CODE")]
    allow: Vec<String>,
    /// Write the workload in spite of this error, which then is a warning.
    #[arg(long, value_name = "CODE")]
    accept: Vec<String>,
    /// Exit 1 from this severity on: error, warning, action or note [default: error].
    #[arg(long, env = "ECS2EKS_FAIL_ON", value_name = "SEVERITY")]
    fail_on: Option<String>,
    /// Leave the static templates of the charts out.
    #[arg(long)]
    #[serde(default)]
    pub(crate) no_templates: bool,
    /// Write the whole ledger to this file, one JSON object a line.
    #[arg(long, env = "ECS2EKS_LEDGER", value_name = "FILE")]
    #[schemars(with = "Option<String>")]
    pub(crate) ledger: Option<Utf8PathBuf>,
    /// Workers [default: as many as there are processors].
    #[arg(long, env = "ECS2EKS_JOBS", value_name = "N")]
    jobs: Option<usize>,
    /// Settings file [default: ecs2eks.toml here or in a folder above].
    #[arg(long, env = "ECS2EKS_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    config: Option<Utf8PathBuf>,
}

/// What was chosen, checked.
#[derive(Debug)]
pub(crate) struct Chosen {
    pub(crate) settings: Settings,
    pub(crate) policy: Policy,
    pub(crate) choices: Choices,
}

impl Choices {
    /// Adds what the settings file says, and checks all of it.
    pub(crate) fn resolve(self) -> Result<Chosen, Stop> {
        let file = match &self.config {
            Some(path) => Some(path.clone()),
            None => nearest("ecs2eks.toml"),
        };
        let choices = match file {
            Some(path) => self.over(read(&path)?),
            None => self,
        };
        let settings = choices.settings()?;
        let policy = Policy {
            deny: codes(&choices.deny, "deny")?,
            warn: codes(&choices.warn, "warn")?,
            allow: silenceable(codes(&choices.allow, "allow")?)?,
            fail_on: severity(choices.fail_on.as_deref().unwrap_or("error"))?,
        };
        Ok(Chosen { settings, policy, choices })
    }

    fn over(self, file: Choices) -> Choices {
        let both = |mut here: Vec<String>, there: Vec<String>| {
            here.extend(there);
            here
        };
        Choices {
            namespace: self.namespace.or(file.namespace),
            kube_version: self.kube_version.or(file.kube_version),
            target: self.target.or(file.target),
            fargate_fit: self.fargate_fit || file.fargate_fit,
            identity: self.identity.or(file.identity),
            oidc_provider: self.oidc_provider.or(file.oidc_provider),
            secrets: self.secrets.or(file.secrets),
            expose: self.expose.or(file.expose),
            multi_cluster_target_group: self.multi_cluster_target_group || file.multi_cluster_target_group,
            security_groups: self.security_groups.or(file.security_groups),
            dns: self.dns.or(file.dns),
            alone: self.alone.or(file.alone),
            essential: self.essential.or(file.essential),
            layout: self.layout.or(file.layout),
            chart_version: self.chart_version.or(file.chart_version),
            only: if self.only.is_empty() { file.only } else { self.only },
            skip: both(self.skip, file.skip),
            deny: both(self.deny, file.deny),
            warn: both(self.warn, file.warn),
            allow: both(self.allow, file.allow),
            accept: both(self.accept, file.accept),
            fail_on: self.fail_on.or(file.fail_on),
            no_templates: self.no_templates || file.no_templates,
            ledger: self.ledger.or(file.ledger),
            jobs: self.jobs.or(file.jobs),
            config: self.config,
        }
    }

    fn expose(&self) -> Result<Expose, Stop> {
        let words = [
            ("ingress", Expose::Ingress),
            ("gateway", Expose::Gateway),
            ("target-group", Expose::TargetGroup),
            ("none", Expose::None),
        ];
        one_of("expose", &self.expose, &words)
    }

    fn security_groups(&self) -> Result<SecurityGroups, Stop> {
        let words = [("report", SecurityGroups::Report), ("emit", SecurityGroups::Emit)];
        one_of("security-groups", &self.security_groups, &words)
    }

    fn settings(&self) -> Result<Settings, Stop> {
        let accept = codes(&self.accept, "accept")?;
        if let Some(code) = accept.iter().find(|code| !code.acceptable()) {
            let slug = code.slug();
            return Err(Stop(format!(
                "`--accept {slug}`: nothing sound can be written in spite of it; see `ecs2eks explain {slug}`"
            )));
        }
        let default = Settings::default();
        let kube_minor = self.kube_version.as_deref().map_or(Ok(default.kube_minor), minor)?;
        let target = one_of(
            "target",
            &self.target,
            &[("ec2", Target::Ec2), ("fargate", Target::Fargate), ("auto-mode", Target::AutoMode)],
        )?;
        let expose = self.expose()?;
        let security_groups = self.security_groups()?;
        go_together(self, target, expose, security_groups)?;
        Ok(Settings {
            namespace: self.namespace.as_deref().map(namespace).transpose()?,
            kube_minor,
            target,
            fargate_fit: self.fargate_fit,
            identity: one_of("identity", &self.identity, &[("irsa", Identity::Irsa), ("none", Identity::None)])?,
            oidc_provider: self.oidc_provider.as_deref().map(provider).transpose()?,
            secrets: one_of(
                "secrets",
                &self.secrets,
                &[("external-secrets", Secrets::ExternalSecrets), ("none", Secrets::None)],
            )?,
            expose,
            multi_cluster_target_group: self.multi_cluster_target_group,
            security_groups,
            dns: one_of("dns", &self.dns, &[("hold", Dns::Hold), ("off", Dns::Off)])?,
            tasks: Tasks {
                alone: one_of("as", &self.alone, &[("deployment", Alone::Deployment), ("job", Alone::Job)])?,
                essential: essential(&self.essential, kube_minor)?,
            },
            layout: one_of(
                "layout",
                &self.layout,
                &[("self-contained", Layout::SelfContained), ("shared", Layout::Shared)],
            )?,
            chart_version: self.chart_version.as_deref().map_or(Ok(default.chart_version), version)?,
            accept,
            jobs: self.jobs.unwrap_or(0),
        })
    }
}

/// The file of that name here or in the nearest folder above.
fn nearest(name: &str) -> Option<Utf8PathBuf> {
    let here = Utf8Path::new(".").canonicalize_utf8().ok()?;
    here.ancestors().map(|folder| folder.join(name)).find(|path| path.is_file())
}

fn read(path: &Utf8Path) -> Result<Choices, Stop> {
    let name = path.file_name().unwrap_or("ecs2eks.toml");
    let text = super::inputs::read_text(path).map_err(|why| Stop(format!("{name}: {why}")))?;
    toml::from_str(&text).map_err(|error| Stop(format!("{name}: {}", error.to_string().trim_end())))
}

/// The first word is what holds without one.
fn one_of<T: Copy>(option: &str, given: &Option<String>, words: &[(&str, T)]) -> Result<T, Stop> {
    let found = match given {
        Some(given) => words.iter().find(|(word, _)| word == given),
        None => words.first(),
    };
    let given = given.as_deref().unwrap_or("");
    let known: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
    found
        .map(|(_, value)| *value)
        .ok_or_else(|| Stop(format!("`--{option} {given}`: write one of {}", known.join(", "))))
}

/// A container that is not started again needs a restart policy of its own, which 1.34 drops without a word.
fn essential(given: &Option<String>, kube_minor: u32) -> Result<Essential, Stop> {
    let words = [("restart", Essential::Restart), ("replace", Essential::Replace)];
    let chosen = one_of("essential", given, &words)?;
    if chosen == Essential::Replace && kube_minor < 35 {
        return Err(Stop("`--essential replace` needs `--kube-version 1.35` or later".to_owned()));
    }
    Ok(chosen)
}

fn codes(slugs: &[String], option: &str) -> Result<BTreeSet<Code>, Stop> {
    slugs
        .iter()
        .map(|slug| super::explain::find(slug).map_err(|why| Stop(format!("`--{option} {slug}`: {why}"))))
        .collect()
}

fn silenceable(codes: BTreeSet<Code>) -> Result<BTreeSet<Code>, Stop> {
    match codes.iter().find(|code| code.severity() == Severity::Error) {
        Some(code) => Err(Stop(format!(
            "`--allow {}`: an error cannot be silenced; see `ecs2eks explain {}`",
            code.slug(),
            code.slug()
        ))),
        None => Ok(codes),
    }
}

fn severity(word: &str) -> Result<Severity, Stop> {
    Severity::from_word(word).ok_or_else(|| Stop(format!("`--fail-on {word}`: write error, warning, action or note")))
}
