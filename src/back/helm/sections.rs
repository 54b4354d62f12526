//! The sections of a values file: which keys stand together, in which order, and what is said over them.

/// Keys of the chart with the comment over them; an empty comment is none.
pub(super) type Section = &'static [(&'static str, &'static str)];

pub(super) const WORKLOAD: &[Section] = &[
    &[("nameOverride", ""), ("fullnameOverride", ""), ("workloadKind", "What runs the pods.")],
    &[("replicaCount", "Replicas when autoscaling is off (ECS desiredCount).")],
    &[
        ("containerOrder", "Order of the containers, which are a map so that an override can change one of them."),
        ("containers", ""),
    ],
    &[("initContainerOrder", "Order in which the init containers start."), ("initContainers", "")],
    &[("volumes", "Volumes of the pod by name.")],
    &[("persistence", "Claims, and the volumes that they are bound to.")],
    &[("configMaps", "ConfigMaps by what follows the full name.")],
    &[("podResources", "One budget that the containers share.")],
    &[
        ("restartPolicy", ""),
        ("terminationGracePeriodSeconds", ""),
        ("imagePullSecrets", ""),
        ("hostNetwork", ""),
        ("hostPID", ""),
        ("hostIPC", ""),
        ("shareProcessNamespace", ""),
        ("dnsPolicy", ""),
        ("dnsConfig", ""),
        ("hostAliases", ""),
        ("runtimeClassName", ""),
        ("priorityClassName", ""),
        ("nodeSelector", ""),
        ("affinity", "A term about pods that has no selector means the pods of this workload."),
        ("tolerations", ""),
        ("podSecurityContext", ""),
        ("topologySpreadConstraints", "About the pods of this workload, unless a selector says otherwise."),
        ("extraPodSpec", "Further fields of the pod."),
    ],
    &[
        ("strategy", ""),
        ("updateStrategy", ""),
        ("progressDeadlineSeconds", ""),
        ("minReadySeconds", ""),
        ("revisionHistoryLimit", ""),
        ("paused", ""),
        ("job", "Fields of the Job but for its pod template."),
    ],
    &[("serviceAccount", "")],
    &[("service", "")],
    &[("extraServices", "Further Services by what follows the full name.")],
    &[("ingress", "")],
    &[("extraIngresses", "Further Ingresses by what follows the full name.")],
    &[("targetGroupBindings", "Target groups in which the pods stand, by what follows the full name.")],
    &[("httpRoute", "")],
    &[("extraHttpRoutes", "Further HTTPRoutes by what follows the full name.")],
    &[("listenerRules", "What rules of the HTTPRoutes name beside them.")],
    &[("targetGroup", "How the load balancer reaches the pods, and when it takes them for well.")],
    &[("autoscaling", "")],
    &[("podDisruptionBudget", "")],
    &[("networkPolicy", "Who may talk to the pods, and to whom they may: a direction without rules is closed.")],
    &[("externalSecret", "The Secret that secretEnv reads: its keys, and where they come from.")],
    &[("extraExternalSecrets", "Further ExternalSecrets by what follows the full name.")],
    &[
        (
            "workloadAnnotations",
            "Where the workload came from; on its own object only, so that no pod restarts for it.",
        ),
        ("podAnnotations", ""),
        ("podLabels", "Labels of the pods beside those that select them."),
        ("commonLabels", "Labels of every object, but not of the pods."),
    ],
];

pub(super) const EDGE: &[Section] = &[
    &[("nameOverride", ""), ("fullnameOverride", "")],
    &[("ingressClass", "Every Ingress of this class joins this load balancer; nobody else can.")],
    &[("rules", "Rules that belong to no single workload, by name.")],
    &[("commonLabels", "Labels of every object.")],
];

pub(super) const GATEWAY: &[Section] = &[
    &[("nameOverride", ""), ("fullnameOverride", "")],
    &[("gateway", "Which listeners there are, and from which namespaces routes may attach to them.")],
    &[("loadBalancer", "Settings of the load balancer; certificates stand here, not on the listeners.")],
    &[("routes", "Routes that belong to no single workload, by name.")],
    &[("listenerRules", "What rules of the routes name beside them.")],
    &[("commonLabels", "Labels of every object.")],
];
