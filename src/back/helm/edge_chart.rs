//! The chart of a load balancer, and its manifests.

use super::chart::{About, copy, generated, head};
use super::sections::EDGE;
use super::template_set::{AUTO_MODE_PREFIX, EDGE_PREFIX, template};
use super::{edge_values, rendered, yaml};
use crate::back::kubernetes::{EdgeObjects, Maker};
use crate::back::{File, Files};

const TEMPLATES: [&str; 3] = ["templates/NOTES.txt", "templates/_helpers.tpl", "templates/ingress.yaml"];
/// Those that name who makes the load balancer.
const OF_MAKER: [&str; 2] = ["templates/ingressclass.yaml", "templates/ingressclassparams.yaml"];

/// `charts/edge-<load balancer>/` and `rendered/edge-<load balancer>.yaml`.
pub(crate) fn write(objects: &EdgeObjects, chart_version: &str) -> Files {
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
    let values = yaml::values(&[schema, origin, purpose], edge_values::of(objects), EDGE, &objects.remarks);
    let mut files = Files::default();
    let folder = format!("charts/{name}");
    files.put(format!("{folder}/Chart.yaml"), generated(about.chart_yaml(), None));
    files.put(format!("{folder}/values.yaml"), generated(values, None));
    copy(&folder, name, EDGE_PREFIX, &TEMPLATES, None, &mut files);
    let prefix = match objects.maker {
        Maker::Controller => EDGE_PREFIX,
        Maker::AutoMode => AUTO_MODE_PREFIX,
    };
    for path in OF_MAKER {
        let text = template(&format!("{prefix}{path}"), name).into();
        files.put(format!("{folder}/{path}"), File { text, workload: None, template: true });
    }
    files.put(format!("rendered/{name}.yaml"), generated(rendered::edge(objects), None));
    files
}
