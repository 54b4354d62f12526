//! An Application Load Balancer before some services, as Elastic Load Balancing and ECS describe it.

use ecs2eks::source::Sources;
use serde_json::{Value, json};

const HOME: &str = "eu-west-1:111122223333";

/// A load balancer with its listeners.
#[derive(Debug, Clone)]
pub(crate) struct Estate {
    pub(crate) services: Vec<String>,
    pub(crate) listeners: Vec<Listener>,
}

/// A listener; rules in the order of their priorities.
#[derive(Debug, Clone)]
pub(crate) struct Listener {
    pub(crate) port: u16,
    pub(crate) rules: Vec<Value>,
    /// A list of actions.
    pub(crate) default: Value,
}

/// A rule as the API writes it, of hosts and paths alone.
pub(crate) fn rule(port: u16, priority: usize, hosts: &[String], paths: &[String], action: &Value) -> Value {
    let mut conditions = Vec::new();
    if !hosts.is_empty() {
        conditions.push(json!({ "Field": "host-header", "HostHeaderConfig": { "Values": hosts } }));
    }
    if !paths.is_empty() {
        conditions.push(json!({ "Field": "path-pattern", "PathPatternConfig": { "Values": paths } }));
    }
    full_rule(port, priority, &conditions, std::slice::from_ref(action), &[])
}

/// A rule as the API writes it.
pub(crate) fn full_rule(
    port: u16,
    priority: usize,
    conditions: &[Value],
    actions: &[Value],
    transforms: &[Value],
) -> Value {
    json!({
        "RuleArn": format!("arn:aws:elasticloadbalancing:{HOME}:listener-rule/app/shop/50dc/{port}/{priority}"),
        "Priority": priority.to_string(),
        "Conditions": conditions,
        "Actions": actions,
        "Transforms": transforms,
        "IsDefault": false,
    })
}

/// A forward to a service.
pub(crate) fn forward(service: &str) -> Value {
    json!({ "Type": "forward", "TargetGroupArn": group(service) })
}

/// The cluster in which a service runs, which names its namespace.
pub(crate) fn cluster(service: &str) -> &'static str {
    if ["r3", "default"].contains(&service) { "other" } else { "prod" }
}

/// The target group of a service.
pub(crate) fn group(service: &str) -> String {
    format!("arn:aws:elasticloadbalancing:{HOME}:targetgroup/{service}/0123456789abcdef")
}

impl Estate {
    /// As an export.
    pub(crate) fn sources(&self) -> Sources {
        let balancer = format!("arn:aws:elasticloadbalancing:{HOME}:loadbalancer/app/shop/50dc");
        let listener = |it: &Listener| {
            let mut listener = json!({
                "ListenerArn": format!("arn:aws:elasticloadbalancing:{HOME}:listener/app/shop/50dc/{}", it.port),
                "LoadBalancerArn": balancer,
                "Port": it.port,
                "Protocol": if it.port == 443 { "HTTPS" } else { "HTTP" },
                "DefaultActions": it.default,
            });
            if it.port == 443 {
                listener["SslPolicy"] = json!("ELBSecurityPolicy-TLS13-1-2-2021-06");
                listener["Certificates"] = json!([{ "CertificateArn": format!("arn:aws:acm:{HOME}:certificate/1") }]);
            }
            listener
        };
        let listeners: Vec<Value> = self.listeners.iter().map(listener).collect();
        let rules: Vec<&Value> = self.listeners.iter().flat_map(|it| &it.rules).collect();
        let balancers = json!([{
            "LoadBalancerArn": balancer,
            "LoadBalancerName": "shop",
            "Scheme": "internal",
            "Type": "application",
        }]);
        let mut sources = Sources::default();
        let document = json!([{ "LoadBalancers": balancers }, { "Listeners": listeners }, { "Rules": rules }]);
        sources.add("load-balancer.json".to_owned(), document.to_string());
        let services: Vec<Value> = self.services.iter().map(|name| service(name)).collect();
        sources.add("services.json".to_owned(), json!({ "services": services }).to_string());
        let tasks: Vec<Value> = self.services.iter().map(|name| json!({ "taskDefinition": task(name) })).collect();
        sources.add("tasks.json".to_owned(), json!(tasks).to_string());
        sources
    }
}

fn service(name: &str) -> Value {
    let cluster = cluster(name);
    json!({
        "serviceArn": format!("arn:aws:ecs:{HOME}:service/{cluster}/{name}"),
        "serviceName": name,
        "clusterArn": format!("arn:aws:ecs:{HOME}:cluster/{cluster}"),
        "status": "ACTIVE",
        "desiredCount": 2,
        "launchType": "FARGATE",
        "taskDefinition": format!("arn:aws:ecs:{HOME}:task-definition/{name}:1"),
        "schedulingStrategy": "REPLICA",
        "loadBalancers": [{ "targetGroupArn": group(name), "containerName": "main", "containerPort": 8080 }],
    })
}

fn task(name: &str) -> Value {
    json!({
        "taskDefinitionArn": format!("arn:aws:ecs:{HOME}:task-definition/{name}:1"),
        "family": name,
        "revision": 1,
        "status": "ACTIVE",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "cpu": "256",
        "memory": "512",
        "containerDefinitions": [{
            "name": "main",
            "image": "public.ecr.aws/docker/library/web:1.4.2",
            "essential": true,
            "portMappings": [{ "containerPort": 8080 }],
        }],
    })
}
