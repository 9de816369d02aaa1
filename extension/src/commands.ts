/** Every command of the manifest. A test holds this list and package.json together, both ways. */
export const commands = {
  trackRun: "conductor.track.run",
  trackPause: "conductor.track.pause",
  trackResume: "conductor.track.resume",
  trackCancel: "conductor.track.cancel",
  /** Takes a track or a ticket with a budget; else asks which. */
  trackAddBudget: "conductor.track.addBudget",
  trackOpen: "conductor.track.open",
  trackNew: "conductor.track.new",
  trackRecord: "conductor.track.record",
  /** Takes a track whose landed work is not merged into the person's branch yet; else asks which. */
  trackMergeInto: "conductor.track.mergeInto",
  refresh: "conductor.refresh",
  ticketRun: "conductor.ticket.run",
  ticketCancel: "conductor.ticket.cancel",
  ticketRetry: "conductor.ticket.retry",
  ticketAnswerAndRetry: "conductor.ticket.answerAndRetry",
  ticketSkip: "conductor.ticket.skip",
  ticketMarkDone: "conductor.ticket.markDone",
  ticketSendMessage: "conductor.ticket.sendMessage",
  ticketExplain: "conductor.ticket.explain",
  ticketOpen: "conductor.ticket.open",
  ticketNew: "conductor.ticket.new",
  ticketEditDependencies: "conductor.ticket.editDependencies",
  ticketWaive: "conductor.ticket.waive",
  ticketConfirm: "conductor.ticket.confirm",
  ticketCopyId: "conductor.ticket.copyId",
  ticketReviewChanges: "conductor.ticket.reviewChanges",
  ticketRevertChanges: "conductor.ticket.revertChanges",
  ticketUndoRevert: "conductor.ticket.undoRevert",
  ticketReviewApproval: "conductor.ticket.reviewApproval",
  ticketShowOutput: "conductor.ticket.showOutput",
  /** Takes a ticket whose work is in conflict. */
  landingResolveByHand: "conductor.landing.resolveByHand",
  /** The editor's comment threads call these five. */
  reviewAddComment: "conductor.review.addComment",
  reviewDeleteComment: "conductor.review.deleteComment",
  reviewEditComment: "conductor.review.editComment",
  reviewSaveComment: "conductor.review.saveComment",
  reviewCancelEdit: "conductor.review.cancelEdit",
  /** These three take a ticket that works in a tree of its own. */
  treeOpen: "conductor.tree.open",
  treeReveal: "conductor.tree.reveal",
  treeCopyBranch: "conductor.tree.copyBranch",
  treesShow: "conductor.trees.show",
  treesRestore: "conductor.trees.restore",
  contextAdd: "conductor.context.add",
  contextRemove: "conductor.context.remove",
  contextShowCuratedView: "conductor.context.showCuratedView",
  contextSwitchLevel: "conductor.context.switchLevel",
  contextSetLevel: "conductor.context.setLevel",
  contextAddSymbol: "conductor.context.addSymbol",
  usageShow: "conductor.usage.show",
  /** Takes the id of a model of the editor, or a ticket that waits for one. */
  modelsAllowEditor: "conductor.models.allowEditor",
  /** Takes a provider's name, or a ticket. */
  modelsSetKey: "conductor.models.setKey",
  modelsRemoveKey: "conductor.models.removeKey",
  modelsChoose: "conductor.models.choose",
  modelsChooseForTicket: "conductor.models.chooseForTicket",
  modelsUseDemo: "conductor.models.useDemo",
  /** Takes a provider's name or a model's id. */
  modelsTest: "conductor.models.test",
  engineRestart: "conductor.engine.restart",
  engineShowLog: "conductor.engine.showLog",
  /** Opens the oldest open approval. */
  approvalNext: "conductor.approval.next",
  /** Takes an approval id or a row of the Approvals view; opens the panel beside. */
  approvalOpen: "conductor.approval.open",
  approvalApprove: "conductor.approval.approve",
  approvalApproveForTicket: "conductor.approval.approveForTicket",
  /** Approves finished work. */
  approvalLand: "conductor.approval.land",
  /** Asks for the words, and is about finished work. */
  approvalSendBack: "conductor.approval.sendBack",
  approvalReject: "conductor.approval.reject",
  approvalRejectWithReason: "conductor.approval.rejectWithReason",
  approvalOpenDiff: "conductor.approval.openDiff",
  /** Only requests of one kind together: the selected ones, or a choice. */
  approvalApproveSelected: "conductor.approval.approveSelected",
  approvalsExportLedger: "conductor.approvals.exportLedger",
} as const;

export type CommandId = (typeof commands)[keyof typeof commands];

/** The views of the Conductor container. */
export const views = {
  approvals: "conductor.approvals",
  tickets: "conductor.tickets",
  usage: "conductor.usage",
} as const;

/** Settings by their name in settings.json. */
export const settings = {
  approvalsMode: "conductor.approvals.mode",
  neverAutoApprove: "conductor.approvals.neverAutoApprove",
  approvalsReveal: "conductor.approvals.reveal",
  maxParallel: "conductor.run.maxParallel",
  unscopedTicketsAlone: "conductor.run.unscopedTicketsAlone",
  isolation: "conductor.run.isolation",
  landing: "conductor.run.landing",
  resumeInterrupted: "conductor.run.resumeInterrupted",
  modelIdleSeconds: "conductor.models.idleSeconds",
  defaultModel: "conductor.models.default",
  qaModel: "conductor.models.qa",
  modelThinking: "conductor.models.thinking",
  modelEndpoints: "conductor.models.endpoints",
  modelAddresses: "conductor.models.addresses",
  modelPriceFile: "conductor.models.priceFile",
  budgetTokens: "conductor.budget.tokens",
  budgetMoney: "conductor.budget.money",
  budgetCalls: "conductor.budget.calls",
  budgetMinutes: "conductor.budget.minutes",
  enginePath: "conductor.engine.path",
  traceServer: "conductor.trace.server",
  statusBarEnabled: "conductor.statusBar.enabled",
  notifications: "conductor.notifications",
} as const;

export type SettingKey = (typeof settings)[keyof typeof settings];

/** Context keys that when-clauses of the manifest may use; all are set by code. */
export const contextKeys = {
  /** An {@link EngineState}. */
  engineState: "conductor.engineState",
  hasTracks: "conductor.hasTracks",
  hasTickets: "conductor.hasTickets",
  hasRunning: "conductor.hasRunning",
  isPaused: "conductor.isPaused",
  /** The default model's provider needs a key and has none. */
  needsKey: "conductor.needsKey",
  /** At least one approval is open. */
  hasPending: "conductor.hasPending",
  /** The keyboard is in the approval panel's page. */
  approvalFocused: "conductor.approvalFocused",
  /** What can be answered about the request in the panel, in words: approve, land, forTicket, sendBack, reject. */
  approvalOffers: "conductor.approvalOffers",
} as const;

export type ContextKey = (typeof contextKeys)[keyof typeof contextKeys];

/** Schemes of documents that are not files. */
export const schemes = {
  approval: "conductor-approval",
  base: "conductor-base",
  output: "conductor-output",
  view: "conductor-view",
  work: "conductor-work",
} as const;

/** Commands in the title of a view; a test holds them to the manifest. */
export const titleCommands: ReadonlySet<CommandId> = new Set<CommandId>([
  commands.approvalNext,
  commands.approvalApproveSelected,
  commands.approvalsExportLedger,
  commands.trackRun,
  commands.trackPause,
  commands.trackResume,
  commands.trackCancel,
  commands.trackNew,
  commands.ticketNew,
  commands.treesShow,
  commands.treesRestore,
  commands.refresh,
  commands.modelsChoose,
  commands.modelsSetKey,
  commands.modelsTest,
  commands.engineRestart,
  commands.engineShowLog,
]);
