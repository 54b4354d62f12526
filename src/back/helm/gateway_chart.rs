//! The chart of a load balancer by Gateway API: its values, its files, its manifests.

use serde_json::Value;

use super::chart::{About, copy, generated, head};
use super::json::{Object, put, take_object, text};
use super::order::typed;
use super::sections::GATEWAY;
use super::template_set::GATEWAY_PREFIX;
use super::values::{common_labels, names, route, text_map};
use super::{ordered, rendered, yaml};
use crate::back::Files;
use crate::back::kubernetes::GatewayObjects;

const TEMPLATES: [&str; 7] = [
    "templates/NOTES.txt",
    "templates/_helpers.tpl",
    "templates/gateway.yaml",
    "templates/gatewayclass.yaml",
    "templates/httproute.yaml",
    "templates/listenerruleconfiguration.yaml",
    "templates/loadbalancerconfiguration.yaml",
];

/// `charts/edge-<load balancer>/` and `rendered/edge-<load balancer>.yaml`.
pub(crate) fn write(objects: &GatewayObjects, chart_version: &str) -> Files {
    let name = &objects.name;
    let about = About {
        name,
        description: &objects.description,
        version: chart_version,
        app_version: "0",
        minimum_minor: objects.minimum_minor,
    };
    let [schema, origin] = head(&objects.origin);
    let purpose = "What belongs to no single workload. Install it once, before the workloads.".to_owned();
    let values = yaml::values(&[schema, origin, purpose], values(objects), GATEWAY, &Default::default());
    let mut files = Files::default();
    let folder = format!("charts/{name}");
    files.put(format!("{folder}/Chart.yaml"), generated(about.chart_yaml(), None));
    files.put(format!("{folder}/values.yaml"), generated(values, None));
    copy(&folder, name, GATEWAY_PREFIX, &TEMPLATES, None, &mut files);
    files.put(format!("rendered/{name}.yaml"), generated(rendered::gateway(objects), None));
    files
}

fn values(objects: &GatewayObjects) -> Object {
    let (mut gateway, mut configuration) = (typed(&objects.gateway), typed(&objects.configuration));
    let labels = text_map(&gateway, &["metadata", "labels"]);
    let gateway_name = &objects.gateway_name;
    let mut out = names(gateway_name, &labels);
    let mut spec = take_object(&mut gateway, "spec");
    // The chart gives it the class and the settings of its own name.
    spec.retain(|key, _| key == "listeners");
    out.insert("gateway".to_owned(), Value::Object(spec));
    out.insert("loadBalancer".to_owned(), Value::Object(take_object(&mut configuration, "spec")));
    let key = |object: &Object| {
        let name = text(object, &["metadata", "name"]).unwrap_or_default();
        name.strip_prefix(&format!("{gateway_name}-")).unwrap_or(name).to_owned()
    };
    let routes = ordered::routes(&objects.routes).into_iter();
    put(
        &mut out,
        "routes",
        routes.map(|it| (key(&it), Value::Object(route::one(it, "parentRefs", gateway_name)))).collect::<Object>(),
    );
    route::rule_configurations(ordered::rule_configurations(&objects.routes), &mut out);
    put(&mut out, "commonLabels", common_labels(labels));
    out
}
