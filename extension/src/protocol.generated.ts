// Generated from server/Conductor.Server/Protocol. Do not edit: run the tests of Conductor.Server.Tests to regenerate.

import { NotificationType, RequestType } from "vscode-languageclient";

/** Exchanged with `initialize`, so that each side can say when they were built from different contracts. */
export const ContractHash = "2bc4925566fd4405e1bc2543fd53427a18f7e055738c4a393db09d0e36a72f02";

/** What to add to a budget; at least one amount, each more than 0. */
export interface AddBudgetParams {
  readonly trackId: string;
  /** Whose; null for the run's. */
  readonly ticketId?: string;
  readonly tokens?: number;
  /** US dollars. */
  readonly money?: number;
  readonly calls?: number;
  readonly minutes?: number;
}

/** Tickets to add: a JSON list of tickets (or the text of one). */
export interface AddTicketsParams {
  readonly trackId: string;
  readonly json: unknown;
}

/** An open gate, whole. */
export interface ApprovalInfo {
  readonly approvalId: string;
  readonly kind: ApprovalKind;
  readonly trackId: string;
  readonly ticketId: string;
  readonly ticketTitle: string;
  /** From 1; only attempts that a worker began count before it. */
  readonly attempt: number;
  /** What may be answered: approve, reject or abort; for kind inDoubt runAgain, treatAsDone, treatAsFailed or abort; for kind landing approve, sendBack, resolve (after a conflict), reject or abort. */
  readonly choices: readonly DecisionName[];
  /** Send it back with the decision: it covers everything shown here. */
  readonly shownHash: string;
  /** ISO 8601, UTC. */
  readonly requestedAt: string;
  /** Who would act, for example `Tier 3 Worker`. */
  readonly role: string;
  /** Why it is asked, in words for a person; null when it is always asked. */
  readonly why?: string;
  /** Spawn: the user message, byte for byte. */
  readonly prompt?: string;
  /** Spawn: the track's context document; empty when there is none. */
  readonly context?: string;
  /** Tool: the proposed arguments. In doubt: those the call had begun with. */
  readonly arguments?: unknown;
  /** Set for kind spawn. */
  readonly spawn?: SpawnInfo;
  /** Set for kinds tool and inDoubt; for the latter as the call had begun. */
  readonly tool?: ToolInfo;
  /** Set for kind inDoubt. */
  readonly doubt?: DoubtInfo;
  /** Tool: set when it is asked again, because the file has changed since it was approved. */
  readonly overtaken?: OvertakenInfo;
  /** Set for kind landing. */
  readonly landing?: LandingInfo;
}

/** What a gate asks about. */
export type ApprovalKind =
  /** May this worker be started? */
  | "spawn"
  /** May this tool call be made? */
  | "tool"
  /** What became of this call, which had begun when its process ended? */
  | "inDoubt"
  /** May this work land on the track's integration branch? */
  | "landing";

/** The open gates of a workspace. */
export interface ApprovalList {
  readonly approvals: readonly ApprovalInfo[];
}

/** When a tool call asks outside step mode. */
export type ApprovalModeName =
  /** Every call asks. */
  | "always"
  /** Reads pass; writes and commands ask. */
  | "risky"
  /** Only protected paths ask. */
  | "never";

/** A gate that closed. */
export interface ApprovalResolved {
  readonly approvalId: string;
  readonly trackId: string;
  readonly ticketId: string;
  /** Null when it was withdrawn. */
  readonly decision?: DecisionName;
  /** Who decided: `person` or a policy's name; or why it was withdrawn. */
  readonly by: string;
}

/** What was spent, or is kept back. */
export interface BudgetAmounts {
  /** Input and output together. */
  readonly tokens: number;
  /** US dollars; calls without a price count as nothing. */
  readonly money: number;
  /** Model calls. */
  readonly calls: number;
  /** Minutes in which a worker was at work, until the latest revision. */
  readonly minutes: number;
}

/** A budget and what has become of it. */
export interface BudgetInfo {
  /** With everything that was added. */
  readonly limits: BudgetLimits;
  readonly spent: BudgetAmounts;
  /** What calls under way may take. */
  readonly reserved: BudgetAmounts;
  /** The limit that is nearest to its end; the one that the run is paused for when it is. */
  readonly nearest: BudgetKindName;
  /** The spent share of that limit: 1 when all of it is, more when it was passed. */
  readonly fraction: number;
  /** The run is paused because this budget does not last for what comes next. */
  readonly isReached: boolean;
  /** Most of one of its limits is spent, and that was said. */
  readonly isWarned: boolean;
}

/** What a limit counts. */
export type BudgetKindName =
  /** Input and output together. */
  | "tokens"
  /** US dollars. */
  | "money"
  /** Model calls. */
  | "calls"
  /** Minutes in which a worker is at work. */
  | "minutes";

/** What may be spent; null members set no limit. */
export interface BudgetLimits {
  /** Input and output together. */
  readonly tokens?: number;
  /** US dollars. */
  readonly money?: number;
  /** Model calls. */
  readonly calls?: number;
  /** Minutes in which a worker is at work. */
  readonly minutes?: number;
}

/** A command was carried out. */
export interface CommandResult {
  readonly trackId: string;
  /** The track's revision after it. */
  readonly revision: number;
  /** What a person should know before they rely on it, one sentence each; null when there is nothing. */
  readonly notes?: readonly string[];
}

/** What a client of ours sends with `initialize`; every member is optional and an unknown one is ignored. */
export interface ConductorInitializationOptions {
  /** Hash of the contract the client was built with; a mismatch is logged here and told to the person there, never refused. */
  readonly contractHash?: string;
  /** False: tracks can be read, nothing can run. Null means true (a headless client). */
  readonly trusted?: boolean;
  readonly settings?: ConductorSettings;
  /** The editor's own Node, which reads languages other than C# for views. Null means the one on the PATH. */
  readonly nodePath?: string;
  /** True: the client answers `conductor/editorModel/list` and `call`. Otherwise it is not asked. */
  readonly editorModels?: boolean;
}

/** The client's settings; null members keep the default. Sent again with `workspace/didChangeConfiguration` as `settings.conductor`. */
export interface ConductorSettings {
  /** Default risky. */
  readonly approvalsMode?: ApprovalModeName;
  /** Globs that always ask, added to the built-in ones. */
  readonly neverAutoApprove?: readonly string[];
  /** Workers at a time in the workspace, 1 to 64; default 3. */
  readonly maxParallel?: number;
  /** Model id for tickets that name none; default gemini:gemini-2.5-flash-lite. */
  readonly model?: string;
  /** The workspace's trust may be granted later. */
  readonly trusted?: boolean;
  /** A run that is found interrupted goes on by itself; default false. */
  readonly resumeInterrupted?: boolean;
  /** Model id of tier 4, which explains failed commands; empty means the worker's, `off` none. */
  readonly qaModel?: string;
  /** Named endpoints; a name is the first part of its models' ids. */
  readonly endpoints?: Readonly<Record<string, ModelEndpoint>>;
  /** Other base addresses of providers, by provider. */
  readonly addresses?: Readonly<Record<string, string>>;
  /** Absolute path of a file with prices; empty means those that are built in. */
  readonly priceFile?: string;
  /** Default default. */
  readonly thinking?: ThinkingName;
  /** How long a model may send nothing before its call is cut, 10 to 3600; default 180. */
  readonly idleSeconds?: number;
  /** What a run may spend where neither it nor its track file says anything. Takes the place of the one before whole. */
  readonly budget?: BudgetLimits;
  /** A ticket that does not say what it changes is at work alone; default false. */
  readonly unscopedTicketsAlone?: boolean;
  /** Where tickets work; default worktree in a git repository, and folder elsewhere. */
  readonly isolation?: IsolationName;
  /** When work lands; default ask. */
  readonly landing?: LandingPolicyName;
}

/** A file in conflict. Sides that have no such file, or one that is no text, are null. */
export interface ConflictFileInfo {
  /** Workspace-relative, '/'-separated. */
  readonly path: string;
  /** As it was before both changes. */
  readonly base?: string;
  /** As the ticket has it. */
  readonly ours?: string;
  /** As it has landed. */
  readonly theirs?: string;
  /** Why it waits; null of an engine that does not tell. */
  readonly reason?: ConflictReasonName;
}

/** Why a file in conflict waits for a decision. */
export type ConflictReasonName =
  /** Marks of the conflict stand in it. */
  | "marks"
  /** It cannot be marked (it is no text, or gone on one side), and nothing has been done about it. */
  | "untouched"
  /** It holds neither side's changes but the text before both. Where that is what is wanted, `git add` in the tree says so. */
  | "before";

/** A ticket's working tree, with what has landed merged into it. */
export interface ConflictedWork {
  /** Absolute path of the workspace in the ticket's working tree. */
  readonly folder: string;
  /** The files whose conflicts wait for a decision; empty when there are none left. */
  readonly files: readonly ConflictFileInfo[];
}

/** Files to add to a ticket's context, or to take out of it. */
export interface ContextParams {
  readonly trackId: string;
  readonly ticketId: string;
  /** Workspace-relative, '/'-separated. */
  readonly paths: readonly string[];
}

/** How a context file is shown, where the ticket says so. */
export interface ContextViewInfo {
  /** Workspace-relative, '/'-separated. */
  readonly path: string;
  /** Null where members say it. */
  readonly level?: ViewLevelName;
  /** The members that are shown with their bodies, and no others; empty where a level says it. */
  readonly members: readonly string[];
}

/** A ticket to write into the track's file; members that are null are not written. */
export interface CreateTicketParams {
  readonly trackId: string;
  readonly description: string;
  /** Null means the next free one. */
  readonly id?: string;
  readonly title?: string;
  readonly dependsOn?: readonly string[];
  readonly contextRequirements?: readonly string[];
  readonly stepMode?: boolean;
}

/** An answer to a gate. */
export interface DecideParams {
  readonly approvalId: string;
  readonly decision: DecisionName;
  /** From the request; a mismatch is refused. Null means the client does not say. */
  readonly shownHash?: string;
  /** Spawn: the prompt as edited; null means as shown. */
  readonly prompt?: string;
  /** Spawn: the context as edited; null means as shown. */
  readonly context?: string;
  /** Tool: the arguments as edited; null means as proposed. */
  readonly arguments?: unknown;
  /** Why it is rejected, or treated as failed. */
  readonly reason?: string;
  /** Tool: `ticket` remembers tool and path (or command) until the ticket ends; null remembers nothing. */
  readonly rule?: string;
  /** In doubt, treated as done: the result the worker gets; null means the suggested one. */
  readonly result?: string;
}

/** The decision that stands. */
export interface DecideResult {
  readonly approvalId: string;
  readonly decision: DecisionName;
  /** True: somebody had answered before, and this is their decision. */
  readonly alreadyDecided: boolean;
  /** Who decided: `person` or a policy's name. */
  readonly by: string;
  /** When, ISO 8601, UTC; null when that is not known. */
  readonly at?: string;
  /** The reason they gave; null when they gave none. */
  readonly reason?: string;
}

/** What may be answered. */
export type DecisionName =
  /** Go on, with the edits given. */
  | "approve"
  /** Do not; the reason goes to the ticket or to its worker. */
  | "reject"
  /** Do not, and cancel the run. */
  | "abort"
  /** In doubt: make the call once more. */
  | "runAgain"
  /** In doubt: it has happened; the worker gets the result given. */
  | "treatAsDone"
  /** In doubt: it has not happened as it should; the worker is told so. */
  | "treatAsFailed"
  /** Landing: back to its worker, with the reason. */
  | "sendBack"
  /** Landing, after a conflict: what has landed is merged into the ticket's working tree, and its worker resolves it. */
  | "resolve";

/** A working tree is gone. */
export interface DiscardResult {
  /** Where what had not landed is kept; null when there was nothing. */
  readonly ref?: string;
}

/** Work that was discarded, or taken over by a later attempt. It is kept for thirty days. */
export interface DiscardedWorkInfo {
  /** Names it. */
  readonly ref: string;
  /** The day, as 2026-01-31. */
  readonly date: string;
  readonly track: string;
  /** Its id; as branches write it when no track has it any more. */
  readonly ticket: string;
  readonly commit: string;
  /** The first line of its last commit. */
  readonly subject: string;
  /** What its ticket is called; null when no track has it any more, and of an engine that does not tell. */
  readonly title?: string;
  /** How many files it changes; null where that is not known, and of an engine that does not tell. */
  readonly files?: number;
}

/** What is known of a call that had begun when its process ended. */
export interface DoubtInfo {
  /** For people: what is known, one sentence each. */
  readonly known: readonly string[];
  readonly process: ProcessTraceName;
  /** The exit code that the command left; null when it left none. */
  readonly exitCode?: number;
  readonly file: FileTraceName;
  /** The file's text now; null when it does not exist or is no text, and for calls that change no file. */
  readonly now?: string;
  /** The answer that what is known speaks for; null when it speaks for none. */
  readonly suggestedDecision?: DecisionName;
  /** What the worker is given when the call is treated as done and no result is sent. */
  readonly suggestedResult: string;
}

/** Calls a model of the editor. The answer comes in pieces (`conductor/editorModel/streamed`) before the response; a cancelled call sends no more of them. */
export interface EditorModelCallParams {
  /** Of this connection; the pieces carry it. */
  readonly callId: string;
  /** An `EditorModelInfo.Id`. */
  readonly model: string;
  readonly messages: readonly EditorModelMessage[];
  /** Empty: the model may only say something. */
  readonly tools: readonly EditorModelTool[];
  readonly toolMode: EditorToolMode;
  /** Null: as many as the model gives. */
  readonly maxOutputTokens?: number;
}

/** Why a model of the editor stopped. */
export type EditorModelFinish =
  /** It had said everything, as far as the editor tells. */
  | "stop"
  /** It asks for tools. */
  | "toolCalls";

/** A model of the editor. What vendor, family and version mean is the business of the extension that brings it. */
export interface EditorModelInfo {
  /** With the vendor before it, as `conductor/editorModel/call` takes it: `copilot/gpt-4o`. */
  readonly id: string;
  readonly vendor: string;
  readonly family: string;
  readonly version: string;
  /** For people. */
  readonly name: string;
  /** What may be sent in one call. */
  readonly maxInputTokens: number;
  /** Whether it may be called: false when a person has not allowed it; null when nobody has been asked yet. */
  readonly canSend?: boolean;
}

/** The models of a client's editor. */
export interface EditorModelList {
  readonly models: readonly EditorModelInfo[];
}

/** One message of a conversation. */
export interface EditorModelMessage {
  readonly role: EditorModelRole;
  readonly parts: readonly EditorModelPart[];
}

/** A part of a message or of an answer. One member is set; a part with none, as of a later version, is passed over. */
export interface EditorModelPart {
  readonly text?: string;
  /** What a model thought; only in answers. */
  readonly thinking?: string;
  /** Only from the assistant. */
  readonly toolCall?: EditorToolCall;
  /** Only from the user. */
  readonly toolResult?: EditorToolResult;
}

/** The end of an answer. The editor tells no token counts. */
export interface EditorModelResult {
  readonly finish: EditorModelFinish;
  /** How many pieces it had. */
  readonly pieces: number;
  /** What the model takes at most, so that calls after it fit without a list; null where it is not told. */
  readonly maxInputTokens?: number;
}

/** Who says a message. The editor's models know no system role: the first user message says what a system would. */
export type EditorModelRole =
  /** Whoever asks, and the tools. */
  | "user"
  /** The model. */
  | "assistant";

/** A piece of the answer to a call. */
export interface EditorModelStreamed {
  readonly callId: string;
  /** From 0, without gaps within a call. */
  readonly sequence: number;
  readonly parts: readonly EditorModelPart[];
}

/** A tool that a model may ask for. The editor never runs it. */
export interface EditorModelTool {
  readonly name: string;
  readonly description: string;
  /** The JSON schema of its arguments. */
  readonly inputSchema: unknown;
}

/** The editor has other models, or other ones may be called. */
export type EditorModelsChanged = Readonly<Record<string, never>>;

/** A tool call that a model asks for. */
export interface EditorToolCall {
  readonly callId: string;
  readonly name: string;
  /** A JSON object. */
  readonly arguments: unknown;
}

/** Whether a model has to ask for a tool. */
export type EditorToolMode =
  /** It may. */
  | "auto"
  /** It must. */
  | "required";

/** What became of a tool call. */
export interface EditorToolResult {
  readonly callId: string;
  readonly text: string;
  readonly isError: boolean;
}

/** What an error carries beside its code and message; a member that the code does not speak of is null. */
export interface ErrorData {
  /** With `ErrorCodes.InvalidTrack`: everything that is wrong with the track. */
  readonly problems?: readonly ProblemInfo[];
  /** With `ErrorCodes.WorkspaceInUse`: the process that runs the workspace. */
  readonly processId?: number;
  /** With `ErrorCodes.FilesMoved`: workspace-relative, '/'-separated. */
  readonly files?: readonly string[];
  /** With `ErrorCodes.NoKey`: whose key is to be set. */
  readonly provider?: string;
  /** With `ErrorCodes.NoKey`: the workspace brings a demo along, and a run without a model of its own would play it. */
  readonly hasDemo?: boolean;
}

/** What one acceptance command said. */
export interface EvidenceInfo {
  readonly command: string;
  readonly exitCode: number;
  /** Its end, where it is long. */
  readonly output: string;
  /** It ran on the merged tree; otherwise in the ticket's own. */
  readonly merged: boolean;
  /** The git id of that merged tree; null otherwise. */
  readonly tree?: string;
}

/** One file that a ticket changed. */
export interface FileChangeInfo {
  /** Workspace-relative, '/'-separated. */
  readonly path: string;
  /** Content before the ticket's first change; null when the file did not exist. Of a binary file a line that says so. */
  readonly before?: string;
  /** Reverting the ticket's changes puts it back exactly. */
  readonly isKept: boolean;
}

/** How the file looks now that an interrupted call was to change. */
export type FileTraceName =
  /** The call changes no file. */
  | "none"
  /** As it was before the call. */
  | "asBefore"
  /** As the call would have made it. */
  | "asAfter"
  /** Neither, or what it was to become is not known. */
  | "different"
  /** It cannot be read as a text now. */
  | "unreadable";

/** The branch that a track's work comes together on. */
export interface IntegrationInfo {
  readonly name: string;
  /** The commit that it stands at. */
  readonly tip: string;
  /** The person's branch that it is offered to; null where none was checked out. */
  readonly onto?: string;
  /** Work has landed on it that is not merged into the person's branch. */
  readonly hasUnmerged: boolean;
}

/** Where the tickets of a run work. */
export type IsolationName =
  /** Each attempt in a git working tree of its own; its work lands on the track's integration branch. */
  | "worktree"
  /** All in the workspace's folder. */
  | "folder";

/** Where a provider's key comes from. */
export type KeySourceName =
  /** There is none. */
  | "none"
  /** The client has sent it. */
  | "secret"
  /** It stands in an environment variable of the engine. */
  | "environment";

/** What has landed of a ticket. */
export interface LandedChangesInfo {
  /** On which taking it back is a commit: the track's integration branch. */
  readonly branch: string;
  /** Workspace-relative, '/'-separated: what the landing has changed there. */
  readonly paths: readonly string[];
}

/** Work that is to land. */
export interface LandingInfo {
  /** The worker's account of it. */
  readonly summary: string;
  /** Holds all of it, on the ticket's branch. */
  readonly commit: string;
  readonly tree: WorkingTreeInfo;
  /** What its acceptance commands said, the latest last; empty when none are declared. */
  readonly evidence: readonly EvidenceInfo[];
  /** What kept it from landing the last time; null when it was not tried. */
  readonly problem?: LandingProblemInfo;
  /** Its place in the order in which the track lands what may land: compared number by number, the smaller comes first. Null of a ticket that the track has no more, and of an engine that does not tell. */
  readonly turn?: readonly number[];
  /** The words with which a person has sent it back the last time, comments on lines included; null when nobody has, and of an engine that does not tell. */
  readonly sentBack?: string;
}

/** When work lands. */
export type LandingPolicyName =
  /** When a person says so. */
  | "ask"
  /** By itself once it is proven, unless a person has rejected something of it. */
  | "auto";

/** Why work did not land. */
export interface LandingProblemInfo {
  readonly kind: LandingProblemName;
  /** What happened, in words for a person. */
  readonly detail: string;
  /** Of a conflict: the files in conflict, workspace-relative; empty otherwise. */
  readonly files: readonly string[];
}

/** What kept work from landing. */
export type LandingProblemName =
  /** Others have changed the same lines. */
  | "conflict"
  /** An acceptance command fails on the merged tree. */
  | "acceptance"
  /** git, or a hook of the person's, did not do it. */
  | "refused"
  /** Something else stands in the ticket's tree than what was submitted; what is asked about now is that. */
  | "changed";

/** Who asked for what. */
export interface LedgerAsked {
  /** Who would act, for example `Tier 3 Worker`. */
  readonly by: string;
  /** The model of the attempt; null when the journal does not say. */
  readonly model?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Why it was asked, in words for a person; null when it is always asked. For a call that passed without a gate: how it widens what was approved, null when it does not. */
  readonly why?: string;
  /** What was asked, in one line for a person. */
  readonly what: string;
  /** SHA-256 of everything that was shown, as the gate named it; null for a call that passed without a gate. */
  readonly shownHash?: string;
  /** SHA-256 of what would run, in the form of the hash of what ran: of prompt and context, or of the call's arguments. */
  readonly proposedHash: string;
}

/** Why something was closed that was not run, or not yet. */
export interface LedgerClosing {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string;
}

/** Who decided what. */
export interface LedgerDecision {
  readonly decision: DecisionName;
  /** `person`, or a policy's name such as `--approve all` or `policy:risky`. */
  readonly by: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The reason given; null when there was none. */
  readonly reason?: string;
  /** Names of what was edited or given: prompt, context, arguments, result. */
  readonly edited: readonly string[];
  /** Spawn: the prompt as edited; null when unchanged. */
  readonly prompt?: string;
  /** Spawn: the context as edited; null when unchanged. */
  readonly context?: string;
  /** Tool: the arguments as edited, JSON text; null when unchanged. */
  readonly arguments?: string;
  /** In doubt and treated as done: the result that was given; null for what was known. */
  readonly result?: string;
  /** Calls like this one pass until the ticket ends. */
  readonly forTicket: boolean;
  /** For a call that passed because of such a decision: the approval that it was; null otherwise. */
  readonly rememberedFrom?: string;
  /** SHA-256 of what may run, edits applied, in the form of the hash of what ran; null when nothing may. */
  readonly approvedHash?: string;
}

/** Whose approval ledger is asked for. */
export interface LedgerParams {
  /** Null means all tracks of the workspace, loaded or not. */
  readonly trackId?: string;
}

/** What came of it. */
export interface LedgerResult {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Spawn: how the attempt ended: completed, blocked, failed, cancelled or skipped; null for calls. */
  readonly outcome?: string;
  /** Calls: whether the worker was told that it failed; null for kind spawn. */
  readonly failed?: boolean;
  /** Of a command; null for anything else. */
  readonly exitCode?: number;
  /** What the worker, or the ticket, was told; in one line, shortened. */
  readonly text: string;
}

/** One row of the approval ledger: a gate, or a call with an effect that passed without a gate of its own. */
export interface LedgerRow {
  /** The journal's entry that asked, or that let the call pass; `conductor log --json` shows it whole. */
  readonly sequence: number;
  readonly trackId: string;
  readonly ticketId: string;
  /** From 1; only attempts that a worker began count. */
  readonly attempt: number;
  readonly kind: ApprovalKind;
  /** Null for a call that passed without a gate. */
  readonly approvalId?: string;
  /** Null for kind spawn. */
  readonly callId?: string;
  readonly state: LedgerStateName;
  readonly asked: LedgerAsked;
  /** Null when nobody has decided. */
  readonly decided?: LedgerDecision;
  /** Set when it was withdrawn or overtaken, or approved and then not run: when and why. */
  readonly closed?: LedgerClosing;
  /** Null when nothing of it has run. */
  readonly ran?: LedgerRun;
  /** Null while there is none. */
  readonly result?: LedgerResult;
}

/** The approval ledger, in the order of asking. */
export interface LedgerRows {
  readonly rows: readonly LedgerRow[];
}

/** What ran. */
export interface LedgerRun {
  /** When it first began; ISO 8601, UTC. */
  readonly at: string;
  /** How often it began: more than once when it went on, or was made again, after a pause or an interruption. */
  readonly times: number;
  /** SHA-256 of what ran: of prompt and context as sent, or of the call's arguments. */
  readonly hash: string;
  readonly as: RanAsName;
}

/** What became of what was asked. */
export type LedgerStateName =
  /** Nobody has answered. */
  | "open"
  /** It was closed without an answer. */
  | "withdrawn"
  /** It may run and has not begun. */
  | "approved"
  /** It has begun, and no end of it is recorded. */
  | "started"
  /** It has begun and is over. */
  | "ran"
  /** Nothing of it has run, and nothing will: it was rejected or aborted, or its attempt was over first. */
  | "notRun"
  /** What was decided does not hold, because a file has changed since; it is asked again in a row of its own. */
  | "overtaken"
  /** It had begun when its process ended; a later row of kind inDoubt asks what became of it. */
  | "inDoubt"
  /** In doubt: it has its result from whoever decided, and nothing was run. */
  | "settled";

/** Nothing to say; asks for all open gates. */
export type ListApprovalsParams = Readonly<Record<string, never>>;

/** Asks a client which models its editor has. Asked only when a person wants to see models. */
export type ListEditorModelsParams = Readonly<Record<string, never>>;

/** Which providers, with or without their models. */
export interface ListModelsParams {
  /** Null means all. */
  readonly provider?: string;
  /** False: nobody is asked, so there are no models, and a provider that could be asked is notAsked. Default true. */
  readonly ask?: boolean;
}

/** Nothing to say; asks for all tracks. */
export type ListTracksParams = Readonly<Record<string, never>>;

/** Nothing to say; asks for all working trees. */
export type ListTreesParams = Readonly<Record<string, never>>;

/** Which place of which text. */
export interface MemberAtParams {
  /** Workspace-relative, '/'-separated; its ending chooses the language. */
  readonly path: string;
  /** The whole text as the editor has it, saved or not. */
  readonly text: string;
  /** From 0. */
  readonly line: number;
  /** A declaration, `Type.Member`, that is asked for wherever the text has it; null for the one around the line. */
  readonly member?: string;
}

/** What is declared around a place. */
export interface MemberAtResult {
  /** The innermost declaration, `Type.Member`, or the one that was asked for; null where there is none. */
  readonly member?: string;
  /** Why nothing can be told of the whole text; null when something can. */
  readonly note?: string;
}

/** Merges what has landed into a person's branch. */
export interface MergeIntoParams {
  readonly trackId: string;
  /** The branch that the person was told of; refused when another is checked out. */
  readonly onto: string;
}

/** What became of a merge into a person's branch. When it was not made, everything is as it was. */
export interface MergeIntoResult {
  readonly trackId: string;
  /** What the person's branch stands at; null when it was not merged. */
  readonly commit?: string;
  /** Files that both sides have changed; the merge is not made then. */
  readonly conflicts: readonly string[];
}

/** A person's message to a running worker. */
export interface MessageParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly text: string;
}

/** How an endpoint is spoken to. */
export type ModelApiName =
  /** Chat completions, as nearly every compatible server has them. */
  | "chat"
  /** The responses API. */
  | "responses";

/** A server that speaks OpenAI's protocol. */
export interface ModelEndpoint {
  /** Its base address, for example `https://openrouter.ai/api/v1`. */
  readonly address: string;
  /** Default chat. */
  readonly api?: ModelApiName;
}

/** A model that can be used. */
export interface ModelInfo {
  /** As settings and track files name it, for example `gemini:gemini-2.5-flash-lite`. */
  readonly id: string;
  readonly label: string;
  /** In tokens; null when it is not known. */
  readonly contextWindow?: number;
  /** Tokens of one answer at most; null when it is not known. */
  readonly maximumOutput?: number;
  /** US dollars per million tokens; null when it is not known. */
  readonly inputPrice?: number;
  /** US dollars per million tokens; null when it is not known. */
  readonly outputPrice?: number;
}

/** Providers and the models that can be used now. */
export interface ModelList {
  readonly providers: readonly ProviderInfo[];
}

/** How the try went. */
export interface ModelTestResult {
  readonly ok: boolean;
  /** What was tried: a model's id, or a provider's name. */
  readonly subject: string;
  /** One sentence for a person; of a failure with what to do. */
  readonly message: string;
  /** From the call to its answer, or to its failure. */
  readonly milliseconds: number;
  /** Whose key was used, as `ProviderInfo` has it; null when the id names no provider. */
  readonly account?: string;
  /** What can be offered; null when it went well, or nothing can. */
  readonly remedy?: RemedyName;
}

/** A worker waits for its model. */
export interface ModelWaitInfo {
  /** rateLimit, overloaded, limit, consent, cutStream, server, network, malformed or idle. */
  readonly kind: string;
  /** Why it waits, for people. */
  readonly message: string;
  /** When it goes on, in ISO 8601; null when nobody can say. */
  readonly until?: string;
  /** The id of the model that was asked. */
  readonly model: string;
}

/** Either a path, or JSON text with a description. */
export interface OpenTrackParams {
  readonly path?: string;
  readonly json?: unknown;
  readonly description?: string;
}

/** An approval that came to nothing, because its file had changed before the call was made; `tool.before` is the file now. */
export interface OvertakenInfo {
  /** The file as it was then; null when it did not exist. */
  readonly before?: string;
  /** The arguments as edited with that approval; null when they were not. */
  readonly arguments?: unknown;
}

/** Something wrong in a track file. */
export interface ProblemInfo {
  /** invalidJson, notATrack, missingField, wrongType, duplicateId, unknownDependency, cycle, unknownModel, unknownField, unreadable. */
  readonly code: string;
  readonly message: string;
  /** From 0; null when it has no place. */
  readonly line?: number;
  /** From 0, in UTF-16 units; null when it has no place. */
  readonly column?: number;
  /** Exclusive, on the same line; null when only a point is known. */
  readonly endColumn?: number;
}

/** What became of an interrupted call's program. */
export type ProcessTraceName =
  /** The call runs none. */
  | "none"
  /** It had not begun: nothing of the command has run. */
  | "notStarted"
  /** It had begun, and was gone when the workspace was opened again. */
  | "gone"
  /** It was still running when the workspace was opened again, and was ended then. */
  | "ended"
  /** It, or something it had started, was still running when the workspace was opened again, and could not be ended. */
  | "stillRunning";

/** One part of a prompt. */
export interface PromptPieceInfo {
  /** task, context, file, around, result, answer, frame or tools. */
  readonly kind: string;
  readonly name: string;
  readonly tokens: number;
  /** View level, or why it is not what was asked; null when there is nothing to say. */
  readonly detail?: string;
  /** Of a file that is shown: the level it is shown at. */
  readonly level?: ViewLevelName;
  /** Of a file: why it is there as it is, in few words. */
  readonly why?: string;
  /** Of a file whose view was chosen by members: those, apart by ", "; no other body is shown. Null for every other. */
  readonly members?: string;
}

/** One who serves models. */
export interface ProviderInfo {
  /** The first part of its models' ids. */
  readonly name: string;
  /** For people, for example `Google Gemini`. */
  readonly label: string;
  /** Whose key it uses: its own name, or that of the provider it shares one with. */
  readonly account: string;
  readonly state: ProviderStateName;
  /** What is wrong and what to do, for a person; null when nothing is. */
  readonly message?: string;
  /** Null when nothing is wrong, or nothing that a client can help with. */
  readonly remedy?: RemedyName;
  /** It can be given a key. */
  readonly takesKey: boolean;
  /** It refuses calls without one. */
  readonly needsKey: boolean;
  readonly keySource: KeySourceName;
  /** Environment variables of the engine that may hold the key; the first that is set wins. */
  readonly keyVariables: readonly string[];
  /** Its models run on this machine and cost nothing. */
  readonly isLocal: boolean;
  /** Where it is reached. */
  readonly address: string;
  /** Empty unless it answered. */
  readonly models: readonly ModelInfo[];
}

/** Whether a provider's models can be used. */
export type ProviderStateName =
  /** It has what it needs; whether it answers is not known. */
  | "notAsked"
  /** It answered. */
  | "ok"
  /** It needs a key and has none. */
  | "noKey"
  /** It did not answer, or refused. */
  | "failed"
  /** It would run on this machine and does not. */
  | "off";

/** How what ran relates to what was asked, told by the hashes. */
export type RanAsName =
  /** Exactly what was proposed, and shown where there was a gate. */
  | "proposed"
  /** Exactly what was approved with edits. */
  | "edited"
  /** Neither. The engine does not let that happen: the journal was changed by something else. */
  | "otherwise";

/** One reason, and what clears it. */
export interface ReasonInfo {
  /** For example waitsFor, approval, noSlot, runNotStarted, paused, person, blocked. */
  readonly kind: string;
  readonly text: string;
  /** What to do, in words for a person. */
  readonly action: string;
  /** The ticket this is about, or null. */
  readonly relatedTicketId?: string;
}

/** A run as a script. Keys are not in it. */
export interface RecordedRun {
  /** The script file's text. */
  readonly json: string;
  /** What a replay does differently, one sentence each, for a person; empty when nothing. */
  readonly notes: readonly string[];
}

/** What a client can offer a person to do about a failure. */
export type RemedyName =
  /** Set a key: there is none, or the provider refused it. */
  | "setKey"
  /** Choose another model. */
  | "chooseModel"
  /** Start the provider on this machine. */
  | "startProvider"
  /** Correct its address in the settings. */
  | "openSettings";

/** Makes a branch of discarded work. */
export interface RestoreWorkParams {
  readonly ref: string;
  readonly branch: string;
}

/** The branch that has discarded work again. */
export interface RestoredWork {
  readonly branch: string;
  readonly commit: string;
}

/** Take back what a ticket changed, or undo that. */
export interface RevertParams {
  readonly trackId: string;
  readonly ticketId: string;
  /** Also files that others have changed since; what stands in them now comes back when the revert is undone. */
  readonly force?: boolean;
}

/** Files were put back. */
export interface RevertResult {
  readonly trackId: string;
  /** The track's revision after it. */
  readonly revision: number;
  /** Workspace-relative, '/'-separated: what was written or deleted. */
  readonly files: readonly string[];
}

/** How much a tool call can do. */
export type RiskName =
  /** Changes nothing. */
  | "read"
  /** Changes a file in the workspace. */
  | "write"
  /** Runs a program, which may do anything its user may. */
  | "command"
  /** Ends the attempt. */
  | "verdict";

/** Where a run stands. */
export type RunStatusName =
  /** Never run. */
  | "idle"
  /** Tickets start and workers work. */
  | "running"
  /** Nothing starts; it can be resumed. */
  | "paused"
  /** Every ticket is accepted. */
  | "done"
  /** It ended, and a person is needed. */
  | "blocked"
  /** It ended, and something broke. */
  | "failed"
  /** A person ended it. */
  | "cancelled";

/** How to run a track. */
export interface RunTrackParams {
  readonly trackId: string;
  /** Ready tickets start by themselves. */
  readonly autoQueue: boolean;
  /** Step mode for every ticket; null means as written. */
  readonly stepMode?: boolean;
  /** 1 to 64; null means the setting. */
  readonly maxParallel?: number;
  /** Model id for tickets that name none; null means the setting. */
  readonly model?: string;
  /** What the run may spend; null members mean the track file's, or else the setting. */
  readonly budget?: BudgetLimits;
  /** Where its tickets work; null means the setting. */
  readonly isolation?: IsolationName;
  /** When work lands; null means the setting. */
  readonly landing?: LandingPolicyName;
}

/** A key was taken over, or forgotten. */
export interface SecretState {
  readonly provider: string;
  /** Where the provider's key comes from now. */
  readonly keySource: KeySourceName;
}

/** How a file of a ticket's context is to be shown; one that is not in the context joins it. */
export interface SetContextViewParams {
  readonly trackId: string;
  readonly ticketId: string;
  /** Workspace-relative, '/'-separated. */
  readonly path: string;
  /** Null, without members: as its place in the list has it. */
  readonly level?: ViewLevelName;
  /** The members that are shown with their bodies, and no others. */
  readonly members?: readonly string[];
  /** The members join those that are there. */
  readonly add?: boolean;
}

/** The key of a provider of models. It stays in memory: no log, trace, journal or message shows it. */
export interface SetSecretParams {
  /** The account as `ProviderInfo` has it, for example `gemini`. */
  readonly provider: string;
  /** Null forgets the one that was sent before. */
  readonly key?: string;
}

/** What a worker would start with, beside prompt and context. */
export interface SpawnInfo {
  readonly model: string;
  /** For people, for example `Demo (offline)`. */
  readonly modelLabel: string;
  readonly tools: readonly string[];
  readonly pieces: readonly PromptPieceInfo[];
  /** Commands that will run when the worker says it is done. */
  readonly acceptance: readonly string[];
  readonly totalTokens: number;
  /** The person's own edited prompt of an approval that went stale, or null. */
  readonly earlierPrompt?: string;
  /** What all attempts at the ticket may spend together; null for no limit of its own. */
  readonly budget?: BudgetLimits;
}

/** What to try: one small call of a model, or whether a provider answers. Without either, the default model. */
export interface TestModelParams {
  readonly model?: string;
  readonly provider?: string;
}

/** Replace a range with a text; lines and columns from 0, columns in UTF-16 units. */
export interface TextEditInfo {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly newText: string;
}

/** How much a model may think before it answers. */
export type ThinkingName =
  /** As the model does by itself. */
  | "default"
  /** Not at all, where the model can do without. */
  | "off"
  /** A little. */
  | "low"
  /** More. */
  | "medium"
  /** A lot. */
  | "high";

/** What a person can do with a ticket now. */
export type TicketAction =
  /** Run Ticket. */
  | "run"
  /** Stop it. */
  | "cancel"
  /** Another attempt. */
  | "retry"
  /** Not needed. */
  | "skip"
  /** A person did it. */
  | "markDone"
  /** It is stale, and still holds. */
  | "confirm"
  /** Tell its worker something. */
  | "message"
  /** Answer what blocked it, and retry. */
  | "answer"
  /** Answer its open gate. */
  | "reviewApproval"
  /** Look at what it changed. */
  | "reviewChanges"
  /** Take back what it changed. */
  | "revert"
  /** Have again what was taken back. */
  | "undoRevert"
  /** Set the key that its model's provider lacked or refused; then retry. */
  | "setKey"
  /** Allow the use of its model, which its worker waits for. */
  | "allowModel"
  /** Choose another model, since there is none of its model's name; then retry. */
  | "chooseModel";

/** What a ticket changed, by file tools and commands. */
export interface TicketChanges {
  readonly files: readonly FileChangeInfo[];
  /** What of its changes is not known or not kept, and why, or what taking them back leaves unproven; mostly empty. */
  readonly gaps: readonly string[];
  /** Paths of the revert that can be undone: what undoing it would write; empty when there is none. */
  readonly reverted: readonly string[];
  /** What taking it back changes where its work has landed; null where that puts back files of the workspace's folder, and of an engine that does not tell. */
  readonly landed?: LandedChangesInfo;
}

/** Why a ticket is not running. */
export interface TicketExplanation {
  readonly trackId: string;
  readonly ticketId: string;
  /** Empty when it is running. */
  readonly reasons: readonly ReasonInfo[];
}

/** One ticket as lists show it. */
export interface TicketInfo {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The track file's word: todo, in_progress, completed, blocked, failed, cancelled, skipped. */
  readonly status: string;
  readonly state: TicketStateName;
  readonly assignedTo: string;
  readonly dependsOn: readonly string[];
  /** Dependencies that are neither accepted nor waived. */
  readonly waitingOn: readonly string[];
  readonly stepMode: boolean;
  readonly contextRequirements: readonly string[];
  readonly priority: number;
  readonly model?: string;
  readonly acceptance: readonly string[];
  /** Those that a worker began. */
  readonly attempts: number;
  /** Why it is blocked or failed, whole and as it was written; else one short line: why it waits, or its result. Empty when there is nothing to say. */
  readonly detail: string;
  /** For a blocked ticket: needsDecision, needsAccess, missingDependency, wrongTicket, rejected, acceptance, noVerdict, truncated, repeats, contextTooLong, declined or file. */
  readonly outcomeKind?: string;
  readonly notice?: string;
  /** What can be done with it now. */
  readonly actions: readonly TicketAction[];
  /** Its open gates. */
  readonly approvalIds: readonly string[];
  /** Paths its tools changed. */
  readonly changedFiles: readonly string[];
  readonly usage: UsageFigures;
  /** What its worker waits for before it asks its model (again); null when it does not. */
  readonly waiting?: ModelWaitInfo;
  /** Its own budget; null when it has none. */
  readonly budget?: BudgetInfo;
  /** With the action to set a key: whose, by the name of a provider; null where that is not known. */
  readonly keyOf?: string;
  /** How some of the context files are shown; the others by their place in the list. */
  readonly contextViews?: readonly ContextViewInfo[];
  /** Of a completed ticket: which of what it was built on no longer stands, in words for a person; null when all does. */
  readonly stale?: string;
  /** The working tree of its attempt, also of one that is over while its work has not landed; null once it has, and where it works in the workspace's folder. */
  readonly tree?: WorkingTreeInfo;
  /** The commit that brought its work to the integration branch; null when none has, or it was taken back. */
  readonly landed?: string;
  /** Finer than its state; null where that tells it all. */
  readonly stage?: TicketStageName;
  /** The words with which a person has sent the work of its attempt back the last time, comments on lines included; null when nobody has, and of an engine that does not tell. */
  readonly sentBack?: string;
}

/** The range of a ticket in its track's file; lines and columns from 0. */
export interface TicketLocation {
  readonly path: string;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Names a ticket, with a person's words. */
export interface TicketNoteParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly note?: string;
}

/** Names a ticket. */
export interface TicketParams {
  readonly trackId: string;
  readonly ticketId: string;
}

/** What a ticket's state alone does not tell. */
export type TicketStageName =
  /** Its worker has called it done, and its acceptance runs. */
  | "proving"
  /** Its work came back to its worker: a person reviewed it, or it was in conflict. */
  | "sentBack"
  /** It is completed, and its work is on the integration branch. */
  | "landed";

/** What a ticket is doing; finer than its status. */
export type TicketStateName =
  /** Waits for other tickets. */
  | "waiting"
  /** Could start; nothing has asked for it yet, or all slots are taken. */
  | "ready"
  /** Waits for Run Ticket. */
  | "awaitingRun"
  /** Assigned to a person; waits for Mark as Done. */
  | "awaitingPerson"
  /** Its prompt is being composed. */
  | "preparing"
  /** Its spawn gate is open. */
  | "awaitingSpawn"
  /** Approved; waits for a slot. */
  | "queued"
  /** A worker has it. */
  | "running"
  /** A worker has it and waits for a tool decision. */
  | "awaitingTool"
  /** Its worker is stopped and goes on when the run is resumed. */
  | "suspended"
  /** Its work is done, and waits for a person before it lands. */
  | "awaitingLanding"
  /** Its work did not land, because others have changed the same; a person says what to do. */
  | "conflict"
  /** Its work is being merged and proven, or waits for its turn. */
  | "landing"
  /** Accepted with a result. */
  | "completed"
  /** Needs a person. */
  | "blocked"
  /** Something broke. */
  | "failed"
  /** Stopped by a person. */
  | "cancelled"
  /** Not needed; its dependants may start. */
  | "skipped";

/** Tokens of one tier. */
export interface TierUsage {
  /** 1 orchestrator, 2 tech lead, 3 worker, 4 QA. */
  readonly tier: number;
  /** For people, for example `Tier 3 (Worker)`. */
  readonly name: string;
  readonly usage: UsageFigures;
}

/** A tool call that waits. */
export interface ToolInfo {
  readonly name: string;
  readonly callId: string;
  readonly risk: RiskName;
  /** JSON Schema of the arguments, for checking edits. */
  readonly argumentsSchema: unknown;
  /** The command line; null for other tools. */
  readonly command?: string;
  /** Workspace-relative target; null when there is none. */
  readonly path?: string;
  /** File change: content now; null when the file does not exist or no file is changed. */
  readonly before?: string;
  /** File change: content it would have; null when none or not computable. */
  readonly after?: string;
  readonly isProtected: boolean;
}

/** What changed on a track since the revision before; without tickets it may be the same revision, when only the model's label is another. */
export interface TrackChanged {
  readonly trackId: string;
  readonly revision: number;
  readonly status: RunStatusName;
  readonly statusDetail: string;
  readonly activeTier: string;
  readonly autoQueue: boolean;
  readonly maxParallel: number;
  readonly modelLabel: string;
  /** Only those that changed. */
  readonly tickets: readonly TicketInfo[];
  /** Ids of tickets that left the definition. */
  readonly removed: readonly string[];
  /** All ids in file order when the order or membership changed; else null. */
  readonly order?: readonly string[];
  readonly usage: UsageSummary;
  /** The run's budget; null when it has none. */
  readonly budget?: BudgetInfo;
  /** Where its work comes together; null while none of its tickets has worked in a tree of its own. */
  readonly integration?: IntegrationInfo;
}

/** Edits to apply to the track's document, dirty or not. */
export interface TrackFileEdit {
  readonly path: string;
  /** The ticket they are about. */
  readonly ticketId: string;
  /** The open document's version they were made for; null when it is not open in the editor. */
  readonly version?: number;
  /** Empty when nothing needs to change. */
  readonly edits: readonly TextEditInfo[];
  /** Paths that were not added (already there) or not removed (not there). */
  readonly skipped: readonly string[];
}

/** The track files of a workspace. */
export interface TrackList {
  readonly tracks: readonly TrackListItem[];
}

/** The list of tracks is no longer what it was. */
export interface TrackListChanged {
  readonly count: number;
}

/** One track file, usable or not. */
export interface TrackListItem {
  /** Null when the file cannot be loaded and never was. */
  readonly trackId?: string;
  /** Workspace-relative, '/'-separated; null for a track opened from text. */
  readonly path?: string;
  readonly description: string;
  readonly status: RunStatusName;
  /** Empty when the file is sound. A loaded track keeps its last sound definition while its file has problems. */
  readonly problems: readonly ProblemInfo[];
}

/** Names a track. */
export interface TrackParams {
  readonly trackId: string;
}

/** The whole state of one track. */
export interface TrackSnapshot {
  readonly trackId: string;
  /** Grows by one with each event; a later one is newer. */
  readonly revision: number;
  readonly path?: string;
  readonly description: string;
  readonly status: RunStatusName;
  /** Which tickets and why, or what to do next; empty when there is nothing to say. */
  readonly statusDetail: string;
  /** For example `Tier 3 (Worker): T-7`; empty when nothing is going on. */
  readonly activeTier: string;
  readonly autoQueue: boolean;
  readonly maxParallel: number;
  /** The run's model for people, for example `Demo (offline)`. */
  readonly modelLabel: string;
  readonly tickets: readonly TicketInfo[];
  readonly usage: UsageSummary;
  readonly problems: readonly ProblemInfo[];
  /** The run's budget; null when it has none. */
  readonly budget?: BudgetInfo;
  /** Where its work comes together; null while none of its tickets has worked in a tree of its own. */
  readonly integration?: IntegrationInfo;
}

/** A working tree. */
export interface TreeInfo {
  readonly trackId: string;
  /** Null for the tree of a track's landings. */
  readonly ticketId?: string;
  /** The attempt's number in the engine; 0 for the tree of a track's landings. */
  readonly attempt: number;
  /** Absolute path. */
  readonly folder: string;
  readonly branch?: string;
  /** Of its files on disk. */
  readonly bytes: number;
  readonly state: TreeStateName;
}

/** The working trees that tickets have on disk, and work that was discarded. */
export interface TreeList {
  readonly trees: readonly TreeInfo[];
  readonly discarded: readonly DiscardedWorkInfo[];
}

/** Names a working tree of a ticket. */
export interface TreeParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly attempt: number;
}

/** What a working tree is for. */
export type TreeStateName =
  /** A worker has it, or will have it, or its work is to land. */
  | "inUse"
  /** Its attempt is over, and what is in it has not landed. */
  | "unlanded"
  /** All that is in it has landed. */
  | "landed"
  /** Work is merged and proven there. */
  | "landings"
  /** The folder is gone. */
  | "missing";

/** Fields of a ticket to change in the track's file. */
export interface UpdateTicketParams {
  readonly trackId: string;
  readonly ticketId: string;
  /** Names and new values as in the track file; null removes the field. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Tokens of some model calls. */
export interface UsageFigures {
  /** Cached part included. */
  readonly inputTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  readonly calls: number;
  /** The part of the output that the model thought with; null where no provider told. */
  readonly reasoningTokens?: number;
  /** The part of the input that was written to the provider's cache. */
  readonly cacheWriteTokens?: number;
  /** In US dollars, at the prices of when the calls were made; null where no call had a price. */
  readonly cost?: number;
  /** Calls whose figures were counted from their texts. */
  readonly estimatedCalls?: number;
  /** Calls of models without a known price: the cost does not hold them. Those of a script cost nothing and are none of them. */
  readonly unpricedCalls?: number;
}

/** Whose usage is asked for. */
export interface UsageParams {
  /** Null means all tracks. */
  readonly trackId?: string;
}

/** The ledger. */
export interface UsageReport {
  readonly summary: UsageSummary;
  readonly rows: readonly UsageRow[];
  /** The day of the prices that the cost is at, of several the first, `2026-01-31`; null where that is not known. */
  readonly pricesAsOf?: string;
  /** The last of several such days; null where there are not several. */
  readonly pricesUpTo?: string;
}

/** The finest row of the ledger. */
export interface UsageRow {
  readonly trackId: string;
  readonly ticketId: string;
  /** From 1; only attempts that a worker began count. */
  readonly attempt: number;
  readonly tier: number;
  readonly model: string;
  readonly usage: UsageFigures;
}

/** A track's sums. */
export interface UsageSummary {
  readonly total: UsageFigures;
  readonly tiers: readonly TierUsage[];
  /** At least one call's figures were counted from its texts. */
  readonly hasEstimates: boolean;
}

/** How much of a file a view keeps. */
export type ViewLevelName =
  /** The bodies that matter, and signatures of the rest. */
  | "curated"
  /** Signatures and the first sentence of their documentation. */
  | "skeleton"
  /** The whole text. */
  | "full"
  /** Each declaration on one line with its line number. */
  | "outline"
  /** Names of types and members. */
  | "signature";

/** Which view of which file. */
export interface ViewParams {
  /** Workspace-relative, '/'-separated. */
  readonly path: string;
  readonly level: ViewLevelName;
  /** Most tokens the view may have; null means no limit. */
  readonly budget?: number;
  /** With `ticketId`: the ticket whose file it is, shown as it stands in the ticket's working tree where it has one; null for the workspace's folder. */
  readonly trackId?: string;
  /** See `trackId`. */
  readonly ticketId?: string;
}

/** A curated view. */
export interface ViewResult {
  readonly path: string;
  readonly level: ViewLevelName;
  readonly text: string;
  /** Of the text: the view's own and those of what is around it. */
  readonly tokens: number;
  /** Of the whole file. */
  readonly fullTokens: number;
  readonly elidedBodies: number;
  /** Why it is not what was asked; null when it is. */
  readonly note?: string;
  /** How many of them are of what its shown code uses of other files and who uses it; null when there is nothing of that. */
  readonly aroundTokens?: number;
  /** The ticket's working tree that the file was read in, workspace-relative; null for the workspace's folder. */
  readonly treeFolder?: string;
}

/** A dependency to let go. */
export interface WaiveParams {
  readonly trackId: string;
  readonly ticketId: string;
  readonly dependency: string;
}

/** One changed file of a ticket's work. */
export interface WorkFileInfo {
  /** Workspace-relative, '/'-separated. */
  readonly path: string;
  /** It existed before. */
  readonly hasBefore: boolean;
  /** It exists after; false when it is deleted. */
  readonly hasAfter: boolean;
  /** Its text before; null when it did not exist, or the text is not here. */
  readonly before?: string;
  /** Its text after; null when it is deleted, or the text is not here. */
  readonly after?: string;
  /** What the texts do not tell: why one is not here (it is binary, or too long), that its mode or kind changes, that it does not land. Null when there is nothing. */
  readonly note?: string;
}

/** What is in a ticket's work, for review. */
export interface WorkReview {
  readonly base: string;
  /** Names exactly what is shown, files that are not saved yet included: whatever else is shown has another. Of landed work it is the landing's commit. */
  readonly commit: string;
  /** Absolute path of the workspace in the ticket's working tree; null when that is not there any more. */
  readonly folder?: string;
  /** What it changes, by path. */
  readonly files: readonly WorkFileInfo[];
}

/** What a ticket's worker said and did so far, also what it is just saying. */
export interface WorkerLog {
  readonly trackId: string;
  readonly ticketId: string;
  readonly text: string;
  /** The stream that goes on where the text ends; null when no worker speaks. */
  readonly streamId?: string;
  /** Sequence of that stream's next piece: those before it are in the text. 0 when no worker speaks. */
  readonly next: number;
}

/** A piece of a worker's output. */
export interface WorkerOutput {
  readonly trackId: string;
  readonly ticketId: string;
  readonly attempt: number;
  /** One per attempt's stream. */
  readonly streamId: string;
  /** From 0, without gaps within a stream. */
  readonly sequence: number;
  readonly text: string;
  /** `done` on the last piece; `waiting` while a limit is waited out; otherwise null. */
  readonly status?: string;
}

/** A ticket's own working tree. */
export interface WorkingTreeInfo {
  /** Workspace-relative, '/'-separated: what the ticket's paths are relative to. */
  readonly folder: string;
  /** The ticket's branch. */
  readonly branch: string;
  /** The commit that it began with. */
  readonly base: string;
}

/** The closed list of our JSON-RPC error codes. Branch on these, never on a message. */
export const ErrorCodes = {
  /** No such track is loaded. */
  unknownTrack: 4001,
  /** The track has no such ticket. */
  unknownTicket: 4002,
  /** No such approval. */
  unknownApproval: 4003,
  /** The state of ticket or run does not allow it. */
  wrongState: 4004,
  /** The ticket's dependencies are not accepted. */
  notReady: 4005,
  /** What was decided on is not what is asked now. */
  stale: 4006,
  /** The answer does not fit the gate. */
  invalidDecision: 4007,
  /** The track has problems; `data.problems` lists them. */
  invalidTrack: 4008,
  /** Another process runs this workspace; `data.processId` says which. */
  workspaceInUse: 4009,
  /** The workspace is not trusted, so nothing may run. */
  notTrusted: 4010,
  /** No folder is open. */
  noWorkspace: 4011,
  /** A path leaves the workspace or cannot be read. */
  invalidPath: 4012,
  /** The model id names no provider that exists here. */
  unknownModel: 4013,
  /** Files are not what was left in them; `data.files` lists them. */
  filesMoved: 4014,
  /** The model's provider needs a key and has none; `data.provider` says which. */
  noKey: 4015,
  /** From a client: nobody has allowed that this model of the editor is called. */
  editorModelNeedsConsent: 4101,
  /** From a client: its editor has no such model. */
  editorModelNotFound: 4102,
  /** From a client: the model would not answer this prompt, or none from here. */
  editorModelBlocked: 4103,
  /** From a client: too many calls for now. */
  editorModelQuota: 4104,
  /** From a client: more was sent than the model takes. */
  editorModelTooLong: 4105,
  /** From a client: the call failed otherwise. */
  editorModelFailed: 4106,
  /** From a client: what the model's account may use is used up; waiting minutes helps nobody. */
  editorModelSpent: 4107,
} as const;

/** Every track file of the workspace, with what is wrong with the unusable ones. */
export const TrackListRequest = new RequestType<
  ListTracksParams,
  TrackList,
  ErrorData
>("conductor/track/list");

/** Loads a track from a file, or from text. All or nothing; the error's data names every problem. */
export const TrackOpenRequest = new RequestType<
  OpenTrackParams,
  TrackSnapshot,
  ErrorData
>("conductor/track/open");

/** The whole state of one track. */
export const TrackGetRequest = new RequestType<
  TrackParams,
  TrackSnapshot,
  ErrorData
>("conductor/track/get");

/** Adds tickets to a loaded track, all or nothing. */
export const TrackAddRequest = new RequestType<
  AddTicketsParams,
  TrackSnapshot,
  ErrorData
>("conductor/track/add");

/** Starts a run, or changes the options of a live one. */
export const TrackRunRequest = new RequestType<
  RunTrackParams,
  CommandResult,
  ErrorData
>("conductor/track/run");

/** Stops workers and starts nothing; goes on with resume. */
export const TrackPauseRequest = new RequestType<
  TrackParams,
  CommandResult,
  ErrorData
>("conductor/track/pause");

/** Goes on after a pause or an interruption. */
export const TrackResumeRequest = new RequestType<
  TrackParams,
  CommandResult,
  ErrorData
>("conductor/track/resume");

/** Adds to the budget of a run or a ticket. A run that was paused for it goes on. */
export const TrackAddBudgetRequest = new RequestType<
  AddBudgetParams,
  CommandResult,
  ErrorData
>("conductor/track/addBudget");

/** Ends the run; running tickets become cancelled. */
export const TrackCancelRequest = new RequestType<
  TrackParams,
  CommandResult,
  ErrorData
>("conductor/track/cancel");

/** The track's latest run as a script that a `script:` model plays again, from the journal; also of a run that is not over. */
export const TrackRecordRequest = new RequestType<
  TrackParams,
  RecordedRun,
  ErrorData
>("conductor/track/record");

/** Run Ticket: opens the spawn gate of a ready ticket at once. */
export const TicketApproveRequest = new RequestType<
  TicketParams,
  CommandResult,
  ErrorData
>("conductor/ticket/approve");

/** Another attempt; the note (an answer to BLOCKED) is part of its prompt. */
export const TicketRetryRequest = new RequestType<
  TicketNoteParams,
  CommandResult,
  ErrorData
>("conductor/ticket/retry");

/** The ticket is not needed; its dependants may start. */
export const TicketSkipRequest = new RequestType<
  TicketNoteParams,
  CommandResult,
  ErrorData
>("conductor/ticket/skip");

/** A person did the ticket; the note becomes its result. */
export const TicketMarkDoneRequest = new RequestType<
  TicketNoteParams,
  CommandResult,
  ErrorData
>("conductor/ticket/markDone");

/** Stops the ticket's worker, or takes it out of the queue. */
export const TicketCancelRequest = new RequestType<
  TicketParams,
  CommandResult,
  ErrorData
>("conductor/ticket/cancel");

/** Lets a ticket start without one of its dependencies. */
export const TicketWaiveRequest = new RequestType<
  WaiveParams,
  CommandResult,
  ErrorData
>("conductor/ticket/waive");

/** A stale ticket still holds: it counts as built on what stands now. */
export const TicketConfirmRequest = new RequestType<
  TicketParams,
  CommandResult,
  ErrorData
>("conductor/ticket/confirm");

/** A person's message to a running worker, delivered before its next model call. */
export const TicketMessageRequest = new RequestType<
  MessageParams,
  CommandResult,
  ErrorData
>("conductor/ticket/message");

/** Every reason a ticket is not running, each with the action that clears it. */
export const TicketExplainRequest = new RequestType<
  TicketParams,
  TicketExplanation,
  ErrorData
>("conductor/ticket/explain");

/** Puts back exactly the files a ticket changed; refused where others have changed them since. */
export const TicketRevertRequest = new RequestType<
  RevertParams,
  RevertResult,
  ErrorData
>("conductor/ticket/revert");

/** Undoes the latest revert of a ticket's changes, byte for byte. */
export const TicketUndoRevertRequest = new RequestType<
  RevertParams,
  RevertResult,
  ErrorData
>("conductor/ticket/undoRevert");

/** The files a ticket changed, with their content before the first change. */
export const TicketChangesRequest = new RequestType<
  TicketParams,
  TicketChanges,
  ErrorData
>("conductor/ticket/changes");

/** Minimal edits of the track file that add a ticket. */
export const TicketCreateRequest = new RequestType<
  CreateTicketParams,
  TrackFileEdit,
  ErrorData
>("conductor/ticket/create");

/** Minimal edits of the track file that change fields of a ticket. */
export const TicketUpdateRequest = new RequestType<
  UpdateTicketParams,
  TrackFileEdit,
  ErrorData
>("conductor/ticket/update");

/** Minimal edits of the track file that say how a file of a ticket's context is shown. */
export const TicketSetContextViewRequest = new RequestType<
  SetContextViewParams,
  TrackFileEdit,
  ErrorData
>("conductor/ticket/setContextView");

/** Minimal edits of the track file that add files to a ticket's context. */
export const TicketAddContextRequest = new RequestType<
  ContextParams,
  TrackFileEdit,
  ErrorData
>("conductor/ticket/addContext");

/** Minimal edits of the track file that take files out of a ticket's context. */
export const TicketRemoveContextRequest = new RequestType<
  ContextParams,
  TrackFileEdit,
  ErrorData
>("conductor/ticket/removeContext");

/** Where a ticket stands in its track's file. */
export const TicketLocateRequest = new RequestType<
  TicketParams,
  TicketLocation,
  ErrorData
>("conductor/ticket/locate");

/** Every open gate of the workspace, whole, oldest first. */
export const ApprovalListRequest = new RequestType<
  ListApprovalsParams,
  ApprovalList,
  ErrorData
>("conductor/approval/list");

/** Answers a gate. Answering twice returns the first decision. */
export const ApprovalDecideRequest = new RequestType<
  DecideParams,
  DecideResult,
  ErrorData
>("conductor/approval/decide");

/** The approval ledger: every gate there was, and every call with an effect that passed without one, oldest first. */
export const ApprovalLedgerRequest = new RequestType<
  LedgerParams,
  LedgerRows,
  ErrorData
>("conductor/approval/ledger");

/** What a ticket's work changes, for review before it lands. */
export const LandingWorkRequest = new RequestType<
  TicketParams,
  WorkReview,
  ErrorData
>("conductor/landing/work");

/** Merges what has landed into the working tree of a ticket whose work is in conflict, for a person to resolve there. Approving its gate then lands what they made of it. */
export const LandingBringInRequest = new RequestType<
  TicketParams,
  ConflictedWork,
  ErrorData
>("conductor/landing/bringIn");

/** Merges what has landed into the branch that the person has checked out. */
export const LandingMergeIntoRequest = new RequestType<
  MergeIntoParams,
  MergeIntoResult,
  ErrorData
>("conductor/landing/mergeInto");

/** The working trees of tickets, and work that was discarded. */
export const TreesListRequest = new RequestType<
  ListTreesParams,
  TreeList,
  ErrorData
>("conductor/trees/list");

/** Takes a ticket's working tree away; what has not landed of it is kept for thirty days. */
export const TreesDiscardRequest = new RequestType<
  TreeParams,
  DiscardResult,
  ErrorData
>("conductor/trees/discard");

/** Makes a branch of work that was discarded. */
export const TreesRestoreRequest = new RequestType<
  RestoreWorkParams,
  RestoredWork,
  ErrorData
>("conductor/trees/restore");

/** A curated view of a file and its token count. */
export const ViewGetRequest = new RequestType<
  ViewParams,
  ViewResult,
  ErrorData
>("conductor/view/get");

/** The declaration at a place of a text, or of a name in it. */
export const ViewMemberAtRequest = new RequestType<
  MemberAtParams,
  MemberAtResult,
  ErrorData
>("conductor/view/memberAt");

/** What the workspace's tracks have spent. */
export const UsageGetRequest = new RequestType<
  UsageParams,
  UsageReport,
  ErrorData
>("conductor/usage/get");

/** Everything a ticket's worker said and did so far, as text. */
export const WorkerLogRequest = new RequestType<
  TicketParams,
  WorkerLog,
  ErrorData
>("conductor/worker/log");

/** Takes over a provider's key, or forgets it. A client sends every key it has before it asks for anything else, and each one anew when it changes. */
export const SecretsSetRequest = new RequestType<
  SetSecretParams,
  SecretState,
  ErrorData
>("conductor/secrets/set");

/** The providers of models, each with what can be used of it now or why nothing can. */
export const ModelsListRequest = new RequestType<
  ListModelsParams,
  ModelList,
  ErrorData
>("conductor/models/list");

/** Tries a model or a provider. That it does not work is an answer too, not an error. */
export const ModelsTestRequest = new RequestType<
  TestModelParams,
  ModelTestResult,
  ErrorData
>("conductor/models/test");

/** The models that the client's editor has. */
export const EditorModelListRequest = new RequestType<
  ListEditorModelsParams,
  EditorModelList,
  ErrorData
>("conductor/editorModel/list");

/** Calls a model of the editor; the answer itself comes in `conductor/editorModel/streamed`. Refused, before anything is sent, where a person has not allowed it. */
export const EditorModelCallRequest = new RequestType<
  EditorModelCallParams,
  EditorModelResult,
  ErrorData
>("conductor/editorModel/call");

/** A piece of the answer of a model of the client's editor; in order, and before the response to the call. */
export const EditorModelStreamedNotification = new NotificationType<EditorModelStreamed>("conductor/editorModel/streamed");
/** The client's editor has other models than before, or other ones may be called: what waited for one is tried again. */
export const EditorModelChangedNotification = new NotificationType<EditorModelsChanged>("conductor/editorModel/changed");
/** A track moved on; only the tickets that changed. */
export const TrackChangedNotification = new NotificationType<TrackChanged>("conductor/track/changed");
/** Track files appeared, went away, or got or lost problems: ask for the list again. */
export const TrackListChangedNotification = new NotificationType<TrackListChanged>("conductor/track/listChanged");
/** A gate opened. */
export const ApprovalRequestedNotification = new NotificationType<ApprovalInfo>("conductor/approval/requested");
/** A gate closed: it was answered or withdrawn. */
export const ApprovalResolvedNotification = new NotificationType<ApprovalResolved>("conductor/approval/resolved");
/** A worker said or did something; the whole text can be asked for with `conductor/worker/log`. */
export const WorkerOutputNotification = new NotificationType<WorkerOutput>("conductor/worker/output");
