{{/* How the objects of a release are called, and what all of them have. */}}

{{- define "tidemark.name" -}}
{{- .Values.nameOverride | default .Chart.Name -}}
{{- end }}

{{- define "tidemark.fullname" -}}
{{- $name := include "tidemark.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 52 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 52 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{/* The component is "server" or "agent": include "tidemark.labels" (list . "server") */}}
{{- define "tidemark.labels" -}}
{{- $root := index . 0 -}}
{{ include "tidemark.selector" . }}
app.kubernetes.io/part-of: tidemark
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- define "tidemark.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "tidemark.name" $root }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "tidemark.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "tidemark.podSecurity" -}}
runAsUser: 1000
runAsGroup: 1000
runAsNonRoot: true
fsGroup: 1000
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "tidemark.containerSecurity" -}}
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
{{- end }}

{{- define "tidemark.url" -}}
{{- if .Values.agent.url -}}
{{- .Values.agent.url -}}
{{- else if .Values.server.enabled -}}
{{- printf "http://%s.%s.svc:%v" (include "tidemark.fullname" .) .Release.Namespace .Values.server.service.port -}}
{{- else -}}
{{- fail "agent.url is empty and server.enabled is false: name the Tidemark to push to in agent.url" -}}
{{- end -}}
{{- end }}
