//! Transforms: `transforms.NAME`, on the rules whose backend is called NAME.

use crate::controller::annotations::Annotations;
use crate::controller::built::{Rewrite, Rewrites, Transform};
use crate::controller::fault::Fault;
use crate::controller::json::{self, Object};

/// A type that is not known is a fault.
pub(super) fn of(name: &str, annotations: &Annotations) -> Result<Vec<Transform>, Fault> {
    let Some(value) = annotations.json(&format!("transforms.{name}"))? else { return Ok(Vec::new()) };
    json::list(&value)?.into_iter().map(one).collect()
}

fn one(entry: Object) -> Result<Transform, Fault> {
    match entry.required("type")?.as_str() {
        "url-rewrite" => Ok(Transform::UrlRewrite { url_rewrite_config: rewrites(entry, "urlRewriteConfig")? }),
        "host-header-rewrite" => {
            let host_header_rewrite_config = rewrites(entry, "hostHeaderRewriteConfig")?;
            Ok(Transform::HostHeaderRewrite { host_header_rewrite_config })
        }
        other => Err(Fault::build(format!("`{other}` is no type of transform"))),
    }
}

fn rewrites(entry: Object, key: &str) -> Result<Rewrites, Fault> {
    let config = entry.object(key)?.ok_or_else(|| Fault::build(format!("`{key}` is missing")))?;
    let one = |it: Object| Ok(Rewrite { regex: it.required("regex")?, replace: it.required("replace")? });
    Ok(Rewrites { rewrites: config.objects("rewrites")?.into_iter().map(one).collect::<Result<_, Fault>>()? })
}
