//! What a backend does: a plain forward, an action of an annotation, or an answer where what it names is not there.

use super::auth::Auth;
use super::forward;
use crate::controller::Cluster;
use crate::controller::built::{Action, FixedResponse, Redirect};
use crate::controller::fault::Fault;
use crate::controller::group::Member;
use crate::controller::json::Object;
use crate::controller::objects::{Backend, Port, Service};
use crate::controller::target::Targets;

/// Where a backend stands.
pub(in crate::controller) struct Here<'a, 'b> {
    pub(in crate::controller) member: &'b Member<'a>,
    /// Whether the listener is one of HTTPS: only there anything is asked of who makes a request.
    pub(in crate::controller) secure: bool,
    pub(in crate::controller) cluster: &'a Cluster,
    pub(in crate::controller) targets: &'b mut Targets,
}

/// What a listener does with what no rule matches: what its one default backend says (`conditions` and `transforms` of
/// that are not looked at), else an answer of 404.
pub(in crate::controller) fn default_action(backend: Option<&Backend>, here: &mut Here) -> Result<Vec<Action>, Fault> {
    match backend {
        Some(Backend::Service { name, port }) => here.actions(name, port),
        Some(Backend::Resource) => Err(Fault::build("a default backend that is no Service")),
        None => Ok(vec![answer("404", None)]),
    }
}

impl<'a> Here<'a, '_> {
    /// Authentication comes first, whatever is done then.
    pub(super) fn actions(&mut self, name: &str, port: &Port) -> Result<Vec<Action>, Fault> {
        let (action, service) = match port {
            Port::Name(word) if word == "use-annotation" => self.annotated(name)?,
            Port::Name(_) | Port::Number(_) => self.plain(name, port)?,
        };
        let auth = Auth::of(self.member, service)?;
        let first = if self.secure { auth.action(self.member, self.cluster)? } else { None };
        Ok(first.into_iter().chain([action]).collect())
    }

    /// A forward to one Service, or an answer of 503 where that is not there.
    pub(super) fn plain(&mut self, name: &str, port: &Port) -> Result<(Action, Option<&'a Service>), Fault> {
        let Some(service) = self.service(name) else {
            return Ok((answer("503", Some("Backend service does not exist")), None));
        };
        let target_group = self.targets.group(self.member, name, service, port)?;
        Ok((forward::to_one(target_group), Some(service)))
    }

    /// Services are looked up in the namespace of the Ingress.
    pub(super) fn service(&self, name: &str) -> Option<&'a Service> {
        self.cluster.services.get(&(self.member.ingress.namespace.clone(), name.to_owned()))
    }

    /// `actions.NAME`, or an answer of 503 where that is not there.
    fn annotated(&mut self, name: &str) -> Result<(Action, Option<&'a Service>), Fault> {
        let Some(value) = self.member.annotations().json(&format!("actions.{name}"))? else {
            return Ok((answer("503", Some("Backend action does not exist")), None));
        };
        let action = Object::of(&value)?;
        match action.required("type")?.as_str() {
            "forward" => self.forward(action),
            "redirect" => Ok((redirect(action)?, None)),
            "fixed-response" => Ok((fixed_response(action)?, None)),
            other => Err(Fault::build(format!("`{other}` is no type of action"))),
        }
    }
}

fn redirect(action: Object) -> Result<Action, Fault> {
    let config = action.object("redirectConfig")?.ok_or_else(|| Fault::build("`redirectConfig` is missing"))?;
    let redirect_config = Redirect {
        protocol: config.text("protocol")?,
        port: config.text("port")?,
        host: config.text("host")?,
        path: config.text("path")?,
        query: config.text("query")?,
        status_code: config.required("statusCode")?,
    };
    Ok(Action::Redirect { redirect_config })
}

fn fixed_response(action: Object) -> Result<Action, Fault> {
    let config = action.object("fixedResponseConfig")?;
    let config = config.ok_or_else(|| Fault::build("`fixedResponseConfig` is missing"))?;
    let fixed_response_config = FixedResponse {
        status_code: config.required("statusCode")?,
        content_type: config.text("contentType")?,
        message_body: config.text("messageBody")?,
    };
    Ok(Action::FixedResponse { fixed_response_config })
}

/// An answer of the controller's own invention.
fn answer(status: &str, body: Option<&str>) -> Action {
    let fixed_response_config = FixedResponse {
        status_code: status.to_owned(),
        content_type: Some("text/plain".to_owned()),
        message_body: body.map(str::to_owned),
    };
    Action::FixedResponse { fixed_response_config }
}
