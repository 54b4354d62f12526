{{/*
The short name: what the label app.kubernetes.io/name says.
*/}}
{{- define "<CHARTNAME>.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/*
The name of the objects. A label of DNS has 63 characters, so longer names are cut.
*/}}
{{- define "<CHARTNAME>.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- $name := default .Chart.Name .Values.nameOverride }}
{{- if contains $name .Release.Name }}
{{- .Release.Name | trunc 63 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" }}
{{- end }}
{{- end }}
{{- end }}

{{/*
Labels of every object. No chart version among them: a new version must not change an object that is otherwise the same.
*/}}
{{- define "<CHARTNAME>.labels" -}}
{{ include "<CHARTNAME>.selectorLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- with .Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/*
Labels that select the pods. They cannot change once the workload exists.
*/}}
{{- define "<CHARTNAME>.selectorLabels" -}}
app.kubernetes.io/name: {{ include "<CHARTNAME>.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end }}

{{/*
The service account that the pods run as.
*/}}
{{- define "<CHARTNAME>.serviceAccountName" -}}
{{- if .Values.serviceAccount.create }}
{{- default (include "<CHARTNAME>.fullname" .) .Values.serviceAccount.name }}
{{- else }}
{{- default "default" .Values.serviceAccount.name }}
{{- end }}
{{- end }}

{{/*
The name of a further object: the full name and a suffix. Takes "root" and "suffix".
*/}}
{{- define "<CHARTNAME>.suffixed" -}}
{{- printf "%s-%s" (include "<CHARTNAME>.fullname" .root) .suffix | trimSuffix "-" }}
{{- end }}

{{/*
The Secret that secretEnv reads unless it names another.
*/}}
{{- define "<CHARTNAME>.secretName" -}}
{{- include "<CHARTNAME>.suffixed" (dict "root" . "suffix" "env") }}
{{- end }}

{{/*
A list out of a map from name to item, sorted by name; a list stays as it is. Takes "items" and "key".
*/}}
{{- define "<CHARTNAME>.named" -}}
{{- if kindIs "slice" .items }}
{{- toYaml .items }}
{{- else }}
{{- range $name, $item := .items }}
- {{ $.key }}: {{ $name | quote }}
  {{- with $item }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}
{{- end }}
{{- end }}
