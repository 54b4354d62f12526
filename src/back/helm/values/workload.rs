//! A Deployment, DaemonSet or Job as values. The pod it runs is `pod`'s.

use serde_json::Value;

use super::super::json::{Object, hand_over, put, take, take_object};
use super::{Workload, pod};
use crate::back::kubernetes::Controller;

pub(super) fn values(mut object: Object, controller: &Controller, workload: &Workload<'_>, out: &mut Object) {
    let mut metadata = take_object(&mut object, "metadata");
    put(out, "workloadAnnotations", take_object(&mut metadata, "annotations"));
    let mut spec = take_object(&mut object, "spec");
    pod::values(take_object(&mut spec, "template"), workload, out);
    // The chart selects by its own labels.
    take(&mut spec, "selector");
    match controller {
        // Deployment is what the templates take where nothing is said, so that the ordinary values do not say it.
        Controller::Deployment(_) => {
            hand_over(&mut spec, "replicas", out, "replicaCount");
            out.extend(spec);
        }
        Controller::DaemonSet(_) => {
            put(out, "workloadKind", "DaemonSet");
            out.extend(spec);
        }
        Controller::Job(_) => {
            put(out, "workloadKind", "Job");
            out.insert("job".to_owned(), Value::Object(spec));
        }
    }
}
