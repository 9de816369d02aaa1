// Generated from server/Conductor.Server/Protocol; do not edit.
import { NotificationType, RequestType } from "vscode-languageclient";

export type ListTracksParams = Readonly<Record<string, never>>;

export interface TrackList {
  readonly tracks: readonly TrackListItem[];
}

export interface TrackListItem {
  readonly trackId?: string;
  readonly path?: string;
  readonly description: string;
  readonly status: RunStatusName;
  readonly problems: readonly ProblemInfo[];
}

export interface ProblemInfo {
  readonly code: string;
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
  readonly endColumn?: number;
}

export interface OpenTrackParams {
  readonly path?: string;
  readonly json?: unknown;
  readonly description?: string;
}

export interface TrackParams {
  readonly trackId: string;
}

export interface AddTicketsParams {
  readonly trackId: string;
  readonly json: unknown;
}

export interface RunTrackParams {
  readonly trackId: string;
  readonly autoQueue: boolean;
  readonly stepMode?: boolean;
  readonly maxParallel?: number;
  readonly model?: string;
}

export interface CommandResult {
  readonly trackId: string;
  readonly revision: number;
}

export type RunStatusName = "idle" | "running" | "paused" | "done" | "blocked" | "failed" | "cancelled";

export interface TrackSnapshot {
  readonly trackId: string;
  readonly revision: number;
  readonly path?: string;
  readonly description: string;
  readonly status: RunStatusName;
  readonly statusDetail: string;
  readonly activeTier: string;
  readonly autoQueue: boolean;
  readonly maxParallel: number;
  readonly modelLabel: string;
  readonly tickets: readonly TicketInfo[];
  readonly usage: UsageSummary;
  readonly problems: readonly ProblemInfo[];
}

export interface TrackChanged {
  readonly trackId: string;
  readonly revision: number;
  readonly status: RunStatusName;
  readonly statusDetail: string;
  readonly activeTier: string;
  readonly autoQueue: boolean;
  readonly maxParallel: number;
  readonly modelLabel: string;
  readonly tickets: readonly TicketInfo[];
  readonly removed: readonly string[];
  readonly order?: readonly string[];
  readonly usage: UsageSummary;
}

export interface TrackListChanged {
  readonly count: number;
}

export interface TicketParams {
  readonly trackId: string;
  readonly ticketId: string;
}

export interface TicketNoteParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly note?: string;
}

export interface MessageParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly text: string;
}

export interface WaiveParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly dependency: string;
}

export type TicketStateName = "waiting" | "ready" | "awaitingRun" | "awaitingPerson" | "preparing" | "awaitingSpawn" | "queued" | "running" | "awaitingTool" | "suspended" | "completed" | "blocked" | "failed" | "cancelled" | "skipped";

export type TicketAction = "run" | "cancel" | "retry" | "skip" | "markDone" | "message" | "answer" | "reviewApproval" | "reviewChanges";

export interface TicketInfo {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly status: string;
  readonly state: TicketStateName;
  readonly assignedTo: string;
  readonly dependsOn: readonly string[];
  readonly waitingOn: readonly string[];
  readonly stepMode: boolean;
  readonly contextRequirements: readonly string[];
  readonly priority: number;
  readonly model?: string;
  readonly acceptance: readonly string[];
  readonly attempts: number;
  readonly detail: string;
  readonly outcomeKind?: string;
  readonly notice?: string;
  readonly actions: readonly TicketAction[];
  readonly approvalIds: readonly string[];
  readonly changedFiles: readonly string[];
  readonly usage: UsageFigures;
}

export interface TicketExplanation {
  readonly trackId: string;
  readonly ticketId: string;
  readonly reasons: readonly ReasonInfo[];
}

export interface ReasonInfo {
  readonly kind: string;
  readonly text: string;
  readonly action: string;
  readonly relatedTicketId?: string;
}

export interface TicketChanges {
  readonly files: readonly FileChangeInfo[];
}

export interface FileChangeInfo {
  readonly path: string;
  readonly before?: string;
}

export interface CreateTicketParams {
  readonly trackId: string;
  readonly description: string;
  readonly id?: string;
  readonly title?: string;
  readonly dependsOn?: readonly string[];
  readonly contextRequirements?: readonly string[];
  readonly stepMode?: boolean;
}

export interface UpdateTicketParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface ContextParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly paths: readonly string[];
}

export interface TrackFileEdit {
  readonly path: string;
  readonly ticketId: string;
  readonly version?: number;
  readonly edits: readonly TextEditInfo[];
  readonly skipped: readonly string[];
}

export interface TextEditInfo {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly newText: string;
}

export interface TicketLocation {
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export type ListApprovalsParams = Readonly<Record<string, never>>;

export interface ApprovalList {
  readonly approvals: readonly ApprovalInfo[];
}

export type ApprovalKind = "spawn" | "tool";

export type DecisionName = "approve" | "reject" | "abort";

export interface ApprovalInfo {
  readonly approvalId: string;
  readonly kind: ApprovalKind;
  readonly trackId: string;
  readonly ticketId: string;
  readonly ticketTitle: string;
  readonly attempt: number;
  readonly choices: readonly DecisionName[];
  readonly shownHash: string;
  readonly requestedAt: string;
  readonly role: string;
  readonly why?: string;
  readonly prompt?: string;
  readonly context?: string;
  readonly arguments?: unknown;
  readonly spawn?: SpawnInfo;
  readonly tool?: ToolInfo;
}

export interface SpawnInfo {
  readonly model: string;
  readonly modelLabel: string;
  readonly tools: readonly string[];
  readonly pieces: readonly PromptPieceInfo[];
  readonly acceptance: readonly string[];
  readonly totalTokens: number;
  readonly earlierPrompt?: string;
}

export interface PromptPieceInfo {
  readonly kind: string;
  readonly name: string;
  readonly tokens: number;
  readonly detail?: string;
}

export type RiskName = "read" | "write" | "command" | "verdict";

export interface ToolInfo {
  readonly name: string;
  readonly callId: string;
  readonly risk: RiskName;
  readonly argumentsSchema: unknown;
  readonly command?: string;
  readonly path?: string;
  readonly before?: string;
  readonly after?: string;
  readonly isProtected: boolean;
}

export interface DecideParams {
  readonly approvalId: string;
  readonly decision: DecisionName;
  readonly shownHash?: string;
  readonly prompt?: string;
  readonly context?: string;
  readonly arguments?: unknown;
  readonly reason?: string;
  readonly rule?: string;
}

export interface DecideResult {
  readonly approvalId: string;
  readonly decision: DecisionName;
  readonly alreadyDecided: boolean;
}

export interface ApprovalResolved {
  readonly approvalId: string;
  readonly trackId: string;
  readonly ticketId: string;
  readonly decision?: DecisionName;
  readonly by: string;
}

export type ViewLevelName = "curated" | "skeleton" | "full";

export interface ViewParams {
  readonly path: string;
  readonly level: ViewLevelName;
  readonly budget?: number;
}

export interface ViewResult {
  readonly path: string;
  readonly level: ViewLevelName;
  readonly text: string;
  readonly tokens: number;
  readonly fullTokens: number;
  readonly elidedBodies: number;
  readonly note?: string;
}

export interface UsageParams {
  readonly trackId?: string;
}

export interface UsageFigures {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly calls: number;
}

export interface TierUsage {
  readonly tier: number;
  readonly name: string;
  readonly usage: UsageFigures;
}

export interface UsageSummary {
  readonly total: UsageFigures;
  readonly tiers: readonly TierUsage[];
  readonly hasEstimates: boolean;
}

export interface UsageRow {
  readonly trackId: string;
  readonly ticketId: string;
  readonly attempt: number;
  readonly tier: number;
  readonly model: string;
  readonly usage: UsageFigures;
}

export interface UsageReport {
  readonly summary: UsageSummary;
  readonly rows: readonly UsageRow[];
}

export interface WorkerOutput {
  readonly trackId: string;
  readonly ticketId: string;
  readonly attempt: number;
  readonly streamId: string;
  readonly sequence: number;
  readonly text: string;
  readonly status?: string;
}

export interface WorkerLog {
  readonly trackId: string;
  readonly ticketId: string;
  readonly text: string;
}

export interface ConductorInitializationOptions {
  readonly contractHash?: string;
  readonly trusted?: boolean;
  readonly settings?: ConductorSettings;
  readonly nodePath?: string;
}

export type ApprovalModeName = "always" | "risky" | "never";

export interface ConductorSettings {
  readonly approvalsMode?: ApprovalModeName;
  readonly neverAutoApprove?: readonly string[];
  readonly maxParallel?: number;
  readonly model?: string;
  readonly trusted?: boolean;
}

export const TrackListRequest = new RequestType<ListTracksParams, TrackList, void>("conductor/track/list");
export const TrackOpenRequest = new RequestType<OpenTrackParams, TrackSnapshot, void>("conductor/track/open");
export const TrackGetRequest = new RequestType<TrackParams, TrackSnapshot, void>("conductor/track/get");
export const TrackAddRequest = new RequestType<AddTicketsParams, TrackSnapshot, void>("conductor/track/add");
export const TrackRunRequest = new RequestType<RunTrackParams, CommandResult, void>("conductor/track/run");
export const TrackPauseRequest = new RequestType<TrackParams, CommandResult, void>("conductor/track/pause");
export const TrackResumeRequest = new RequestType<TrackParams, CommandResult, void>("conductor/track/resume");
export const TrackCancelRequest = new RequestType<TrackParams, CommandResult, void>("conductor/track/cancel");
export const TicketApproveRequest = new RequestType<TicketParams, CommandResult, void>("conductor/ticket/approve");
export const TicketRetryRequest = new RequestType<TicketNoteParams, CommandResult, void>("conductor/ticket/retry");
export const TicketSkipRequest = new RequestType<TicketNoteParams, CommandResult, void>("conductor/ticket/skip");
export const TicketMarkDoneRequest = new RequestType<TicketNoteParams, CommandResult, void>("conductor/ticket/markDone");
export const TicketCancelRequest = new RequestType<TicketParams, CommandResult, void>("conductor/ticket/cancel");
export const TicketWaiveRequest = new RequestType<WaiveParams, CommandResult, void>("conductor/ticket/waive");
export const TicketMessageRequest = new RequestType<MessageParams, CommandResult, void>("conductor/ticket/message");
export const TicketExplainRequest = new RequestType<TicketParams, TicketExplanation, void>("conductor/ticket/explain");
export const TicketChangesRequest = new RequestType<TicketParams, TicketChanges, void>("conductor/ticket/changes");
export const TicketCreateRequest = new RequestType<CreateTicketParams, TrackFileEdit, void>("conductor/ticket/create");
export const TicketUpdateRequest = new RequestType<UpdateTicketParams, TrackFileEdit, void>("conductor/ticket/update");
export const TicketAddContextRequest = new RequestType<ContextParams, TrackFileEdit, void>("conductor/ticket/addContext");
export const TicketRemoveContextRequest = new RequestType<ContextParams, TrackFileEdit, void>("conductor/ticket/removeContext");
export const TicketLocateRequest = new RequestType<TicketParams, TicketLocation, void>("conductor/ticket/locate");
export const ApprovalListRequest = new RequestType<ListApprovalsParams, ApprovalList, void>("conductor/approval/list");
export const ApprovalDecideRequest = new RequestType<DecideParams, DecideResult, void>("conductor/approval/decide");
export const ViewGetRequest = new RequestType<ViewParams, ViewResult, void>("conductor/view/get");
export const UsageGetRequest = new RequestType<UsageParams, UsageReport, void>("conductor/usage/get");
export const WorkerLogRequest = new RequestType<TicketParams, WorkerLog, void>("conductor/worker/log");
export const TrackChangedNotification = new NotificationType<TrackChanged>("conductor/track/changed");
export const TrackListChangedNotification = new NotificationType<TrackListChanged>("conductor/track/listChanged");
export const ApprovalRequestedNotification = new NotificationType<ApprovalInfo>("conductor/approval/requested");
export const ApprovalResolvedNotification = new NotificationType<ApprovalResolved>("conductor/approval/resolved");
export const WorkerOutputNotification = new NotificationType<WorkerOutput>("conductor/worker/output");

export const ErrorCodes = {
  unknownTrack: 4001,
  unknownTicket: 4002,
  unknownApproval: 4003,
  wrongState: 4004,
  notReady: 4005,
  stale: 4006,
  invalidDecision: 4007,
  invalidTrack: 4008,
  workspaceInUse: 4009,
  notTrusted: 4010,
  noWorkspace: 4011,
  invalidPath: 4012,
  unknownModel: 4013,
} as const;

export const ContractHash = "";
