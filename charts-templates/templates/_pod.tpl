{{/*
The pod template, the same for every kind of workload.
*/}}
{{- define "<CHARTNAME>.podTemplate" -}}
metadata:
  labels:
    {{- include "<CHARTNAME>.selectorLabels" . | nindent 4 }}
    {{- with .Values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with .Values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  {{- if .Values.extraPodSpec }}
  {{- $spec := include "<CHARTNAME>.podSpec" . | fromYaml }}
  {{- range $field, $value := .Values.extraPodSpec }}
  {{- $_ := set $spec $field $value }}
  {{- end }}
  {{- toYaml $spec | nindent 2 }}
  {{- else }}
  {{- include "<CHARTNAME>.podSpec" . | nindent 2 }}
  {{- end }}
{{- end }}

{{/*
The pod. Helm cuts white space off the end of a document, which would shorten the last text in it: so what comes last is ours.
*/}}
{{- define "<CHARTNAME>.podSpec" -}}
{{- with pick .Values "restartPolicy" "terminationGracePeriodSeconds" "imagePullSecrets" "hostNetwork" "hostPID" "hostIPC" "shareProcessNamespace" "dnsPolicy" "dnsConfig" "hostAliases" "runtimeClassName" "priorityClassName" "nodeSelector" "tolerations" }}
{{ toYaml . }}
{{- end }}
{{- with .Values.affinity }}
affinity:
  {{- include "<CHARTNAME>.affinity" $ | nindent 2 }}
{{- end }}
{{- with .Values.podSecurityContext }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.topologySpreadConstraints }}
topologySpreadConstraints:
  {{- range . }}
  - {{- toYaml . | nindent 4 }}
    {{- if not .labelSelector }}
    labelSelector:
      matchLabels:
        {{- include "<CHARTNAME>.selectorLabels" $ | nindent 8 }}
    {{- end }}
  {{- end }}
{{- end }}
{{- with .Values.podResources }}
resources:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with include "<CHARTNAME>.containers" (dict "root" . "order" .Values.initContainerOrder "containers" .Values.initContainers) | trimPrefix "\n" }}
initContainers:
  {{- . | nindent 2 }}
{{- end }}
containers:
  {{- include "<CHARTNAME>.containers" (dict "root" . "order" .Values.containerOrder "containers" .Values.containers) | trimPrefix "\n" | nindent 2 }}
{{- with .Values.volumes }}
volumes:
  {{- include "<CHARTNAME>.named" (dict "key" "name" "items" .) | trimPrefix "\n" | nindent 2 }}
{{- end }}
serviceAccountName: {{ include "<CHARTNAME>.serviceAccountName" . | quote }}
automountServiceAccountToken: {{ .Values.serviceAccount.automount }}
enableServiceLinks: false
{{- end }}

{{/*
The affinity, where a term about pods that selects none by itself means the pods of this workload.
*/}}
{{- define "<CHARTNAME>.affinity" -}}
{{- $affinity := deepCopy .Values.affinity }}
{{- $own := dict "matchLabels" (include "<CHARTNAME>.selectorLabels" . | fromYaml) }}
{{- range $kind := list "podAffinity" "podAntiAffinity" }}
{{- $rules := get $affinity $kind | default dict }}
{{- range $term := $rules.requiredDuringSchedulingIgnoredDuringExecution }}
{{- if not $term.labelSelector }}{{ $_ := set $term "labelSelector" $own }}{{ end }}
{{- end }}
{{- range $rules.preferredDuringSchedulingIgnoredDuringExecution }}
{{- if not .podAffinityTerm.labelSelector }}{{ $_ := set .podAffinityTerm "labelSelector" $own }}{{ end }}
{{- end }}
{{- end }}
{{- toYaml $affinity }}
{{- end }}

{{/*
Containers: those of the order list first, then those that only the map has. Takes "root", "order" and "containers".
*/}}
{{- define "<CHARTNAME>.containers" -}}
{{- $containers := .containers | default dict }}
{{- $order := .order | default list }}
{{- range $name := concat $order (keys $containers | sortAlpha) | uniq }}
{{- with get $containers $name }}
- name: {{ $name | quote }}
  image: {{ include "<CHARTNAME>.image" .image | quote }}
  {{- with .image.pullPolicy }}
  imagePullPolicy: {{ . | quote }}
  {{- end }}
  {{- with include "<CHARTNAME>.env" (dict "root" $.root "container" .) | trimPrefix "\n" }}
  env:
    {{- . | nindent 4 }}
  {{- end }}
  {{- with .ports }}
  ports:
    {{- include "<CHARTNAME>.named" (dict "key" "name" "items" .) | trimPrefix "\n" | nindent 4 }}
  {{- end }}
  {{- with .volumeMounts }}
  volumeMounts:
    {{- include "<CHARTNAME>.named" (dict "key" "mountPath" "items" .) | trimPrefix "\n" | nindent 4 }}
  {{- end }}
  {{- with omit . "image" "env" "secretEnv" "extraEnv" "ports" "volumeMounts" }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}

{{/*
An image: a digest fixes it, whatever the tag says.
*/}}
{{- define "<CHARTNAME>.image" -}}
{{- .repository }}
{{- with .tag }}:{{ . }}{{ end }}
{{- with .digest }}@{{ . }}{{ end }}
{{- end }}

{{/*
Environment variables. Takes "root" and "container".
*/}}
{{- define "<CHARTNAME>.env" -}}
{{- range $name, $value := .container.env }}
- name: {{ $name | quote }}
  value: {{ $value | quote }}
{{- end }}
{{- range $name, $key := .container.secretEnv }}
{{- $ref := dict "key" $key }}
{{- if kindIs "map" $key }}
{{- $ref = $key }}
{{- end }}
- name: {{ $name | quote }}
  valueFrom:
    secretKeyRef:
      name: {{ $ref.secretName | default (include "<CHARTNAME>.secretName" $.root) | quote }}
      key: {{ $ref.key | default $name | quote }}
      {{- with omit $ref "secretName" "key" }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
{{- end }}
{{- with .container.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}
