//! How long `convert` takes for 1,000 services, against the least that it could take: parsing the same JSON and writing the
//! same bytes to the same files. Both are measured in turn, so that a busy machine is busy for both; medians count.
//!
//! `cargo bench` prints the ratio. On a RAM disk where there is one, so that no disk is measured.
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a benchmark stops where something is not as it must be, and files are what it is about"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

const SERVICES: usize = 1_000;
/// A load balancer has room for 100 rules.
const BALANCED: usize = 100;
const ROUNDS: usize = 7;

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    let folder = working_folder();
    let input = folder.join("in");
    write_inputs(&input);
    let read = files_below(&input);
    let bytes: u64 = read.iter().map(|path| fs::metadata(path).expect("an input").len()).sum();

    let out = folder.join("out");
    convert(&input, &out);
    let made: Vec<(PathBuf, Vec<u8>)> =
        files_below(&out).into_iter().map(|path| (below(&out, &path), fs::read(&path).expect("an output"))).collect();
    let written: usize = made.iter().map(|(_, text)| text.len()).sum();
    assert!(made.len() > 5 * SERVICES, "only {} files were written", made.len());

    let (mut converts, mut floors) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let out = folder.join(format!("out-{round}"));
        converts.push(timed(|| convert(&input, &out)));
        remove(&out);
        let out = folder.join(format!("floor-{round}"));
        floors.push(timed(|| floor(&read, &made, &out)));
        remove(&out);
    }
    let (convert, floor) = (median(converts), median(floors));
    remove(&folder);
    eprintln!(
        "{SERVICES} services, {:.1} MB in {} files in, {:.1} MB in {} files out",
        mega(bytes as usize),
        read.len(),
        mega(written),
        made.len()
    );
    eprintln!("convert {:.0} ms, floor {:.0} ms, medians of {rounds}", millis(convert), millis(floor));
    eprintln!("ratio {:.2}", convert.as_secs_f64() / floor.as_secs_f64());
}

/// The least: every input parsed, every output written.
fn floor(read: &[PathBuf], made: &[(PathBuf, Vec<u8>)], out: &Path) {
    for path in read {
        let value: Value = serde_json::from_slice(&fs::read(path).expect("an input")).expect("JSON");
        std::hint::black_box(value);
    }
    let mut last = PathBuf::new();
    for (path, text) in made {
        let path = out.join(path);
        let parent = path.parent().expect("a folder");
        if parent != last {
            fs::create_dir_all(parent).expect("it can be made");
            last = parent.to_owned();
        }
        fs::write(&path, text).expect("it can be written");
    }
}

fn convert(input: &Path, out: &Path) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ecs2eks"));
    command.arg("convert").arg(input).arg("-o").arg(out).arg("--quiet");
    let status = command.stdout(Stdio::null()).stderr(Stdio::inherit()).status().expect("it starts");
    assert!(status.success(), "convert: {status}");
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn mega(bytes: usize) -> f64 {
    bytes as f64 / 1e6
}

fn working_folder() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let base = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let folder = base.join(format!("ecs2eks-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("it can be made");
    folder
}

fn remove(folder: &Path) {
    fs::remove_dir_all(folder).expect("it can be deleted");
}

fn below(folder: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(folder).expect("it lies below").to_owned()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files.sort();
    files
}

/// What `aws ecs describe-*` and `aws elbv2 describe-*` would have printed.
fn write_inputs(folder: &Path) {
    fs::create_dir_all(folder).expect("it can be made");
    let put =
        |name: String, value: Value| fs::write(folder.join(name), format!("{value:#}\n")).expect("it can be written");
    for index in 0..SERVICES {
        put(
            format!("task-definition-{index:04}.json"),
            json!({"taskDefinition": task_definition(index), "tags": [{"key": "team", "value": format!("team-{}", index % 17)}]}),
        );
    }
    for first in (0..SERVICES).step_by(10) {
        let services: Vec<Value> = (first..first + 10).map(service).collect();
        put(format!("services-{first:04}.json"), json!({"services": services, "failures": []}));
    }
    let groups: Vec<Value> = (0..BALANCED).map(target_group).collect();
    let rules: Vec<Value> = (0..BALANCED).map(rule).collect();
    put(
        "load-balancer.json".to_owned(),
        json!([
            {"LoadBalancers": [{
                "LoadBalancerArn": arn("loadbalancer/app/shop/50dc"), "LoadBalancerName": "shop", "Scheme": "internet-facing", "Type": "application", "VpcId": "vpc-0a",
                "AvailabilityZones": [{"ZoneName": "eu-west-1a", "SubnetId": "subnet-0a"}, {"ZoneName": "eu-west-1b", "SubnetId": "subnet-0b"}],
                "SecurityGroups": ["sg-0a"], "IpAddressType": "ipv4", "State": {"Code": "active"},
            }]},
            {"Listeners": [{
                "ListenerArn": arn("listener/app/shop/50dc/443"), "LoadBalancerArn": arn("loadbalancer/app/shop/50dc"), "Port": 443, "Protocol": "HTTPS",
                "Certificates": [{"CertificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/0a"}], "SslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
                "DefaultActions": [{"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain"}}],
            }]},
            {"TargetGroups": groups},
            {"Rules": rules},
        ]),
    );
}

fn arn(rest: &str) -> String {
    format!("arn:aws:elasticloadbalancing:eu-west-1:111122223333:{rest}")
}

fn task_definition(index: usize) -> Value {
    let environment: Vec<Value> = (0..12)
        .map(|key| json!({"name": format!("SETTING_{key}"), "value": format!("value {key} of service {index}")}))
        .collect();
    json!({
        "taskDefinitionArn": format!("arn:aws:ecs:eu-west-1:111122223333:task-definition/service-{index:04}:{}", index % 40 + 1),
        "family": format!("service-{index:04}"), "revision": index % 40 + 1, "status": "ACTIVE",
        "taskRoleArn": format!("arn:aws:iam::111122223333:role/service-{index:04}"), "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
        "networkMode": "awsvpc", "requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": "1024",
        "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"}, "volumes": [], "placementConstraints": [],
        "containerDefinitions": [{
            "name": "app", "image": format!("111122223333.dkr.ecr.eu-west-1.amazonaws.com/service-{index:04}:1.{index}.0"), "cpu": 256, "memory": 768, "essential": true,
            "command": ["serve", "--port", "8080"], "environment": environment, "mountPoints": [], "volumesFrom": [],
            "secrets": [{"name": "PASSWORD", "valueFrom": format!("arn:aws:secretsmanager:eu-west-1:111122223333:secret:service-{index:04}-AbCdEf:password::")}],
            "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp", "name": "web"}],
            "healthCheck": {"command": ["CMD-SHELL", "curl -f http://localhost:8080/ || exit 1"], "interval": 15, "timeout": 5, "retries": 3},
            "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": format!("/ecs/service-{index:04}"), "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "app"}},
        }],
    })
}

fn service(index: usize) -> Value {
    let registered = json!([{"targetGroupArn": arn(&format!("targetgroup/service-{index:04}/0123")), "containerName": "app", "containerPort": 8080}]);
    json!({
        "serviceArn": format!("arn:aws:ecs:eu-west-1:111122223333:service/shop/service-{index:04}"), "serviceName": format!("service-{index:04}"),
        "clusterArn": "arn:aws:ecs:eu-west-1:111122223333:cluster/shop", "status": "ACTIVE", "desiredCount": index % 5 + 1, "runningCount": index % 5 + 1,
        "pendingCount": 0, "launchType": "FARGATE", "schedulingStrategy": "REPLICA",
        "taskDefinition": format!("arn:aws:ecs:eu-west-1:111122223333:task-definition/service-{index:04}:{}", index % 40 + 1),
        "loadBalancers": if index < BALANCED { registered } else { json!([]) },
        "deploymentConfiguration": {"maximumPercent": 200, "minimumHealthyPercent": 100, "deploymentCircuitBreaker": {"enable": true, "rollback": true}},
        "networkConfiguration": {"awsvpcConfiguration": {"subnets": ["subnet-0a", "subnet-0b"], "securityGroups": ["sg-0a"], "assignPublicIp": "DISABLED"}},
        "deployments": [], "events": [], "placementConstraints": [], "placementStrategy": [], "tags": [],
    })
}

fn target_group(index: usize) -> Value {
    json!({
        "TargetGroupArn": arn(&format!("targetgroup/service-{index:04}/0123")), "TargetGroupName": format!("service-{index:04}"), "Protocol": "HTTP", "ProtocolVersion": "HTTP1",
        "Port": 80, "VpcId": "vpc-0a", "HealthCheckProtocol": "HTTP", "HealthCheckPort": "traffic-port", "HealthCheckEnabled": true, "HealthCheckPath": "/",
        "HealthCheckIntervalSeconds": 30, "HealthCheckTimeoutSeconds": 5, "HealthyThresholdCount": 5, "UnhealthyThresholdCount": 2, "Matcher": {"HttpCode": "200"},
        "LoadBalancerArns": [arn("loadbalancer/app/shop/50dc")], "TargetType": "ip", "IpAddressType": "ipv4",
    })
}

fn rule(index: usize) -> Value {
    json!({
        "RuleArn": arn(&format!("listener-rule/app/shop/50dc/443/{index}")), "Priority": (index + 1).to_string(), "IsDefault": false,
        "Conditions": [{"Field": "host-header", "HostHeaderConfig": {"Values": [format!("service-{index:04}.example.com")]}}],
        "Actions": [{"Type": "forward", "TargetGroupArn": arn(&format!("targetgroup/service-{index:04}/0123"))}],
    })
}
