//! The files of a workload: its chart, or its values for a chart that all workloads share, and its manifests.

use super::ordered::Ordered;
use super::sections::WORKLOAD;
use super::yaml::quoted;
use super::{rendered, template_set, values, yaml};
use crate::back::kubernetes::{Controller, Objects};
use crate::back::{File, Files};
use crate::settings::{Layout, Settings};

/// Name of the chart that all workloads share.
const SHARED: &str = "ecs-workload";
/// Templates that every workload needs.
const ALWAYS: [&str; 4] =
    ["templates/NOTES.txt", "templates/_helpers.tpl", "templates/_pod.tpl", "templates/serviceaccount.yaml"];
const CONTROLLERS: [&str; 3] = ["templates/deployment.yaml", "templates/daemonset.yaml", "templates/job.yaml"];
const OPTIONAL: [&str; 13] = [
    "templates/service.yaml",
    "templates/ingress.yaml",
    "templates/targetgroupbinding.yaml",
    "templates/httproute.yaml",
    "templates/listenerruleconfiguration.yaml",
    "templates/targetgroupconfiguration.yaml",
    "templates/externalsecret.yaml",
    "templates/hpa.yaml",
    "templates/pdb.yaml",
    "templates/networkpolicy.yaml",
    "templates/persistentvolume.yaml",
    "templates/persistentvolumeclaim.yaml",
    "templates/configmap.yaml",
];

/// The chart (or the values) and the manifests of a workload.
pub(crate) fn write(objects: &Objects, settings: &Settings) -> Files {
    let name = &objects.name;
    let mut files = Files::default();
    let owner = Some(name.as_str());
    let ordered = Ordered::of(objects);
    let rendered = rendered::workload(&ordered);
    let values = yaml::values(&head(&objects.origin), values::of(objects, ordered), WORKLOAD, &objects.remarks);
    match settings.layout {
        Layout::SelfContained => {
            let about = About {
                name,
                description: &objects.description,
                version: &settings.chart_version,
                app_version: &objects.app_version,
                minimum_minor: objects.minimum_minor,
            };
            let folder = format!("charts/{name}");
            files.put(format!("{folder}/Chart.yaml"), generated(about.chart_yaml(), owner));
            files.put(format!("{folder}/values.yaml"), generated(values, owner));
            copy(&folder, name, "", &templates_of(objects), owner, &mut files);
        }
        Layout::Shared => files.put(format!("workloads/{name}/values.yaml"), generated(values, owner)),
    }
    files.put(format!("rendered/{name}.yaml"), generated(rendered, owner));
    files
}

/// The chart that all workloads share, for the layout that has one.
pub(crate) fn shared_chart(version: &str, minimum_minor: u32) -> Files {
    let about = About {
        name: SHARED,
        description: "A workload that came from Amazon ECS",
        version,
        app_version: "0",
        minimum_minor,
    };
    let mut files = Files::default();
    let folder = format!("charts/{SHARED}");
    files.put(format!("{folder}/Chart.yaml"), generated(about.chart_yaml(), None));
    let all: Vec<&str> = ALWAYS.into_iter().chain(CONTROLLERS).chain(OPTIONAL).collect();
    copy(&folder, SHARED, "", &all, None, &mut files);
    files
}

/// What `Chart.yaml` says.
pub(super) struct About<'a> {
    pub(super) name: &'a str,
    pub(super) description: &'a str,
    pub(super) version: &'a str,
    pub(super) app_version: &'a str,
    pub(super) minimum_minor: u32,
}

impl About<'_> {
    pub(super) fn chart_yaml(&self) -> String {
        // Without `-0`, Helm 3 refuses the versions that EKS gives itself, such as `v1.34.1-eks-abc`.
        let kubernetes = format!(">=1.{}.0-0", self.minimum_minor);
        let app_version = if self.app_version.is_empty() { "0" } else { self.app_version };
        format!(
            "apiVersion: v2\nname: {}\ndescription: {}\ntype: application\nversion: {}\nappVersion: {}\nkubeVersion: {}\n",
            quoted(self.name),
            quoted(self.description),
            // A version of three numbers is a text to every parser.
            self.version,
            quoted(app_version),
            quoted(&kubernetes),
        )
    }
}

/// The first two lines of a values file.
pub(super) fn head(origin: &str) -> [String; 2] {
    [
        "yaml-language-server: $schema=values.schema.json".to_owned(),
        format!("From {}. Generated: put changes into values.override.yaml.", origin.replace('\n', " ")),
    ]
}

pub(super) fn generated(text: String, workload: Option<&str>) -> File {
    File { text: text.into(), workload: workload.map(str::to_owned), template: false }
}

/// Copies what every chart has, and these templates, out of the part of the set below `prefix`.
pub(super) fn copy(
    folder: &str,
    chart: &str,
    prefix: &str,
    templates: &[&str],
    workload: Option<&str>,
    files: &mut Files,
) {
    for path in [".helmignore", "values.schema.json"].iter().chain(templates) {
        let text = template_set::template(&format!("{prefix}{path}"), chart);
        let file = File { text: text.into(), workload: workload.map(str::to_owned), template: true };
        files.put(format!("{folder}/{path}"), file);
    }
}

fn templates_of(objects: &Objects) -> Vec<&'static str> {
    let [deployment, daemon_set, job] = CONTROLLERS;
    let controller = match &objects.controller {
        Controller::Deployment(_) => deployment,
        Controller::DaemonSet(_) => daemon_set,
        Controller::Job(_) => job,
    };
    let needed = [
        objects.service.is_some() || !objects.services.is_empty(),
        !objects.ingresses.is_empty(),
        !objects.bindings.is_empty(),
        !objects.routes.routes.is_empty(),
        !objects.routes.rule_configurations.is_empty(),
        objects.target_group.is_some(),
        !objects.external_secrets.is_empty(),
        objects.autoscaler.is_some(),
        objects.disruption_budget.is_some(),
        objects.network_policy.is_some(),
        !objects.volumes.is_empty(),
        !objects.claims.is_empty(),
        !objects.config_maps.is_empty(),
    ];
    let optional = OPTIONAL.into_iter().zip(needed).filter(|(_, needed)| *needed).map(|(path, _)| path);
    ALWAYS.into_iter().chain([controller]).chain(optional).collect()
}
