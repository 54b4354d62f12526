//! The registry of codes. One line here and one page under `codes/` make a code; without the page this does not compile.
//!
//! A code never changes its meaning and is never used again for another; one that is given up moves to [`RETIRED`].

/// How bad a finding is for the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A decision that a reviewer would like to see.
    Note,
    /// A person must do something outside the charts.
    Action,
    /// Behaviour differs or something is lost.
    Warning,
    /// This workload is not written.
    Error,
}

impl Severity {
    /// All of them, worst first.
    pub const ALL: [Severity; 4] = [Severity::Error, Severity::Warning, Severity::Action, Severity::Note];

    /// The word for it in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Action => "action",
            Severity::Note => "note",
        }
    }

    /// The severity of that name.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Severity> {
        Severity::ALL.into_iter().find(|severity| severity.word() == word)
    }
}

/// Codes that were given up. Their names stay taken.
pub const RETIRED: &[&str] = &[];

macro_rules! codes {
    ($($variant:ident $slug:literal $severity:ident $($mark:ident)?;)*) => {
        /// The name of a kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $slug, "`")] $variant,)*
        }

        impl Code {
            /// All codes, in the order of their names.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The name under which users know it.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(Code::$variant => $slug,)* }
            }

            /// How bad it is, before the user's own settings.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::$severity,)* }
            }

            /// Whether `--accept` may turn this error into a warning.
            #[must_use]
            pub fn acceptable(self) -> bool {
                match self { $(Code::$variant => concat!("", $(stringify!($mark))?).len() > 0,)* }
            }

            /// The page that `ecs2eks explain CODE` prints.
            #[must_use]
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("codes/", $slug, ".md")),)* }
            }
        }
    };
}

codes! {
    AcceleratorCount           "accelerator-count"            Error;
    AcceleratorNodes           "accelerator-nodes"            Action;
    AccountUnknown             "account-unknown"              Action;
    AlbAttribute               "alb-attribute"                Warning;
    AnswerNotLinked            "answer-not-linked"            Action;
    AppMesh                    "app-mesh"                     Action;
    ArchitectureAssumed        "architecture-assumed"         Note;
    AutoModeNodePool           "auto-mode-node-pool"          Action;
    AutoModeUnsupported        "auto-mode-unsupported"        Error;
    BadJson                    "bad-json"                     Error;
    BadYaml                    "bad-yaml"                     Error;
    BinPacking                 "bin-packing"                  Note;
    BridgeNetwork              "bridge-network"               Warning;
    CapacityProvider           "capacity-provider"            Action;
    ClassicLoadBalancer        "classic-load-balancer"        Action;
    ClientAddress              "client-address"               Note;
    CloudMap                   "cloud-map"                    Action;
    CompleteBlocks             "complete-blocks"              Action;
    ConfidentialSandbox        "confidential-sandbox"         Error;
    ConflictingDocuments       "conflicting-documents"        Error;
    ContainersExceedTask       "containers-exceed-task"       Error;
    ControlCharacter           "control-character"            Error;
    CpuRounded                 "cpu-rounded"                  Note;
    CrossAccountPull           "cross-account-pull"           Action;
    DatadogLabels              "datadog-labels"               Action;
    DefaultDeregistrationDelay "default-deregistration-delay" Note;
    DependencyCycle            "dependency-cycle"             Error;
    DeploymentMovesWeights     "deployment-moves-weights"     Action;
    Device                     "device"                       Action;
    DnsSearchDomains           "dns-search-domains"           Note;
    DnsServers                 "dns-servers"                  Action;
    DockerLabels               "docker-labels"                Note;
    DockerSocket               "docker-socket"                Error acceptable;
    DockerVolumeDriver         "docker-volume-driver"         Action;
    DuplicateKey               "duplicate-key"                Warning;
    DuplicateName              "duplicate-name"               Error;
    DuplicateVariable          "duplicate-variable"           Warning;
    EbsSnapshot                "ebs-snapshot"                 Action;
    EbsVolume                  "ebs-volume"                   Action;
    EcsMetadata                "ecs-metadata"                 Warning;
    EfsIam                     "efs-iam"                      Action;
    EfsNetwork                 "efs-network"                  Action;
    EfsTls                     "efs-tls"                      Note;
    ElasticInference           "elastic-inference"            Error acceptable;
    EmptyInput                 "empty-input"                  Error;
    EnvironmentFile            "environment-file"             Action;
    EnvironmentName            "environment-name"             Error;
    EphemeralStorage           "ephemeral-storage"            Action;
    EssentialMustEnd           "essential-must-end"           Error;
    EssentialNotReplaced       "essential-not-replaced"       Warning;
    EssentialRestartsAlone     "essential-restarts-alone"     Warning;
    EssentialSidecar           "essential-sidecar"            Warning;
    ExecutionRole              "execution-role"               Action;
    ExitCodeSwallowed          "exit-code-swallowed"          Note;
    ExitCodesRestart           "exit-codes-restart"           Warning;
    FargateCeiling             "fargate-ceiling"              Warning;
    FargateLogging             "fargate-logging"              Warning;
    FargateProfile             "fargate-profile"              Action;
    FargateRoundedUp           "fargate-rounded-up"           Note;
    FargateSize                "fargate-size"                 Error;
    FargateUnsupported         "fargate-unsupported"          Error;
    FaultInjection             "fault-injection"              Note;
    FileSystemArn              "file-system-arn"              Error;
    FixedAddress               "fixed-address"                Action;
    FloatingImage              "floating-image"               Note;
    ForwardLeadsElsewhere      "forward-leads-elsewhere"      Action;
    ForwardOverNamespaces      "forward-over-namespaces"      Error acceptable;
    ForwardOverWorkloads       "forward-over-workloads"       Action;
    GatewayNotExpressible      "gateway-not-expressible"      Error;
    GatewayPrecedence          "gateway-precedence"          Error;
    Gmsa                       "gmsa"                         Action;
    GpuSharing                 "gpu-sharing"                  Action;
    HealthCheckForm            "health-check-form"            Error;
    HealthCheckOldForm         "health-check-old-form"        Note;
    HealthyWithoutCheck        "healthy-without-check"        Error;
    HelperRestarts             "helper-restarts"              Note;
    HostConflict               "host-conflict"                Error;
    HostEntry                  "host-entry"                   Error acceptable;
    HostGateway                "host-gateway"                 Action;
    HostNamespace              "host-namespace"               Action;
    HostNetwork                "host-network"                 Note;
    HostPath                   "host-path"                    Note;
    HostnameChanged            "hostname-changed"             Warning;
    HybridNodes                "hybrid-nodes"                 Action;
    ImagePlaceholder           "image-placeholder"            Action;
    ImageVolumes               "image-volumes"                Action;
    InitProcess                "init-process"                 Note;
    InitRetries                "init-retries"                 Note;
    InstanceFamily             "instance-family"              Note;
    InstanceRole               "instance-role"                Note;
    IpcShared                  "ipc-shared"                   Warning;
    IsolatedSandbox            "isolated-sandbox"             Action;
    JobEndsLast                "job-ends-last"                Warning;
    LinkBecameLocalhost        "link-became-localhost"        Note;
    LinuxGmsa                  "linux-gmsa"                   Error acceptable;
    ListenerWithoutRules       "listener-without-rules"       Note;
    ListenersDiffer            "listeners-differ"             Warning;
    LoadBalancerDiffers        "load-balancer-differs"        Warning;
    LoadBalancerMissing        "load-balancer-missing"        Action;
    LoadBalancerNetwork        "load-balancer-network"        Note;
    LoadBalancerQuota          "load-balancer-quota"          Action;
    LoadBalancerSetting        "load-balancer-setting"        Warning;
    LoadBalancerSplit          "load-balancer-split"          Action;
    LoadBalancerTags           "load-balancer-tags"           Action;
    LoadBalancerUnsaid         "load-balancer-unsaid"         Note;
    LogBlocking                "log-blocking"                 Warning;
    LogOption                  "log-option"                   Warning;
    LogRouterRemoved           "log-router-removed"           Warning;
    LogRouterStays             "log-router-stays"             Action;
    LogRouting                 "log-routing"                  Action;
    LogSecret                  "log-secret"                   Action;
    LogStreamNames             "log-stream-names"             Note;
    MemoryRaised               "memory-raised"                Note;
    MetricNotFollowed          "metric-not-followed"          Action;
    MissingField               "missing-field"                Error;
    MissingRequest             "missing-request"              Warning;
    MountClash                 "mount-clash"                  Error;
    NamedByFile                "named-by-file"                Note;
    NetworkLoadBalancer        "network-load-balancer"        Action;
    NfsVolume                  "nfs-volume"                   Action;
    NoContainer                "no-container"                 Error;
    NoMainContainer            "no-main-container"            Error;
    NoMemoryLimit              "no-memory-limit"              Note;
    NoNetwork                  "no-network"                   Action;
    NoService                  "no-service"                   Note;
    NotTranslatedYet           "not-translated-yet"           Note;
    OidcSecret                 "oidc-secret"                  Action;
    OpenFiles                  "open-files"                   Note;
    OpenFilesLowered           "open-files-lowered"           Warning;
    OutOfRange                 "out-of-range"                 Error;
    PlacementByHand            "placement-by-hand"            Action;
    PlacementExpression        "placement-expression"         Error;
    PlacementGroup             "placement-group"              Note;
    PlacementLabels            "placement-labels"             Action;
    PlainSecret                "plain-secret"                 Warning;
    PodNetworking              "pod-networking"               Note;
    PortClash                  "port-clash"                   Error;
    PortRange                  "port-range"                   Action;
    Privileged                 "privileged"                   Action;
    ProbeConnectsOnly          "probe-connects-only"          Note;
    PropagatedTags             "propagated-tags"              Note;
    PublicIp                   "public-ip"                    Action;
    ReadOnlyNode               "read-only-node"               Error acceptable;
    RedirectLoop               "redirect-loop"                Warning;
    RegionUnknown              "region-unknown"               Action;
    Renamed                    "renamed"                      Note;
    RestartBackOff             "restart-back-off"             Note;
    RestartPolicyDropped       "restart-policy-dropped"       Warning;
    RevisionNotActive          "revision-not-active"          Note;
    RevisionNotRun             "revision-not-run"             Note;
    RollbackByDeployTool       "rollback-by-deploy-tool"      Note;
    RolloutStuck               "rollout-stuck"                Warning;
    RuleNotWritten             "rule-not-written"             Action;
    S3Files                    "s3-files"                     Action;
    ScaleInStillOn             "scale-in-still-on"            Note;
    ScaleToZero                "scale-to-zero"                Action;
    ScalingBounds              "scaling-bounds"               Error;
    ScalingByHand              "scaling-by-hand"              Action;
    SecretByHand               "secret-by-hand"               Action;
    SecretReference            "secret-reference"             Error;
    SecurityGroupLimit         "security-group-limit"         Error;
    SecurityGroupPolicy        "security-group-policy"        Action;
    SecurityOption             "security-option"              Action;
    ServiceNotActive           "service-not-active"           Note;
    SeveralTargetGroups        "several-target-groups"        Action;
    SharedDockerVolume         "shared-docker-volume"         Action;
    SharedTargetGroup          "shared-target-group"          Warning;
    SmbShare                   "smb-share"                    Action;
    StartTimeoutDropped        "start-timeout-dropped"        Warning;
    StaticHostPort             "static-host-port"             Note;
    StopTimeoutLonger          "stop-timeout-longer"          Note;
    Swap                       "swap"                         Action;
    SysctlConflict             "sysctl-conflict"              Note;
    TagNotFixed                "tag-not-fixed"                Note;
    TargetAccess               "target-access"                Action;
    TargetGroupBinding         "target-group-binding"         Action;
    TargetGroupMissing         "target-group-missing"         Action;
    TargetGroupOfInstances     "target-group-of-instances"    Error;
    TargetGroupPerIngress      "target-group-per-ingress"     Note;
    TargetGroupRole            "target-group-role"            Action;
    TargetRounded              "target-rounded"               Note;
    TaskDefinitionMissing      "task-definition-missing"      Error;
    TaskSize                   "task-size"                    Error;
    TmpfsOptions               "tmpfs-options"                Warning;
    TooDeep                    "too-deep"                     Error;
    TooLarge                   "too-large"                    Error;
    TraefikLabels              "traefik-labels"               Action;
    TrustPolicy                "trust-policy"                 Action;
    Ulimit                     "ulimit"                       Action;
    UnknownContainer           "unknown-container"            Error;
    UnknownField               "unknown-field"                Warning;
    UnknownPort                "unknown-port"                 Error;
    UnknownValue               "unknown-value"                Error;
    UnknownVolume              "unknown-volume"               Error;
    UnsafeSysctl               "unsafe-sysctl"                Action;
    UserByName                 "user-by-name"                 Action;
    VolumeInitialization       "volume-initialization"        Warning;
    VolumeNotConfigured        "volume-not-configured"        Action;
    VolumeStartsEmpty          "volume-starts-empty"          Note;
    VolumeTags                 "volume-tags"                  Action;
    WeightsByHand              "weights-by-hand"              Action;
    WindowsWithoutNodes        "windows-without-nodes"        Error;
    WorkloadRenamed            "workload-renamed"             Note;
    WrongType                  "wrong-type"                   Error;
}

impl Code {
    /// The code of that name.
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.slug() == slug)
    }
}
