"""To which class each field of the graph belongs; what the classes mean stands in rules.py."""

from __future__ import annotations

LINKED = "linked"
"""A field that leads to objects: exactly those are there that the viewer may see by their own rule."""

# type: {class: fields}; the class of `id` is that of the rows.
FIELDS: dict[str, dict[str, str]] = {
    "Area": {"public": "id code name nameEn parentCode zone enterpriseTypes takesAnonymous"},
    "Category": {"public": "id code name nameEn isDeclined where whereEn"},
    "Duty": {"public": "id categoryCode text textEn"},
    "Organization": {
        "public": "id",
        "with the object": "version kind code name nameEn areaCode enterpriseType memberCount isDemo area",
        "register entry": "creditCode liaison",
        LINKED: "duties tiers",
    },
    "Submission": {
        "case": "id version number state firmWord areaCode channel kind categoryCode "
        "categoryIsGuessed visibility title body leadDepartment round filedAt acceptedAt "
        "dispatchedAt answeredAt closedAt closedBy outcome verdict question infoDueAt silentDueAt "
        "disputeUntil declineReason declineText declineWhere disputeReason disputeText "
        "disputeCount upholdExplanation promiseIsProvisional contactDueAt viewerActions "
        "promisedOn promise light workdaysLeft leaderSummary leaderSummaryAt complainedOf reviewUsed "
        "withdrawnAt partNumber",
        "leaders' part": "instructedAt verifyBeside verifiedAt",
        "firm of a case": "firm contact chamber chamberStanding",
        "hint at hidden firm": "tier",
        "clock of the offices": "verifyDueAt dispatchDueAt groupAnswer",
        "own grade": "grade",
        LINKED: "replies tasks timeline instructions leaderRead messages accessReceipts withdrawal "
        "moves attachments notes answeringMarks pastedFrom publication relatedPublication "
        "parent parts",
    },
    "Reply": {
        "reply": "id round text outcome plannedOn detail publishedAt department",
        LINKED: "attachments",
    },
    "Task": {
        "task": "id version state round kind areaCode department assignedAt dueAt originalDueAt "
        "dueIsProvisional contactDueAt startedAt contactedAt contactChannel doneAt question "
        "waitingUntil pausedDueAt isSampled sentBackCount viewerActions dueOn light workdaysLeft tookOver "
        "extensionIsPending extensionsGranted plan listedAt progressDueAt endedAt endReason "
        "dueExplanation heldWorkdays",
        "work inside": "assignment claimedAt reply outcome plannedOn detail sentBackReason "
        "isInstructed isMasked returnUntil returnReason returnText proposedDepartment rulingText "
        "rulingDuty ruledAt extensionAskedDueAt extensionReason extensionDecision "
        "openSupportCount withoutSupportReason endText sampleCheckedAt sampleFinding sampleText",
        LINKED: "submission milestones supports",
    },
    "Evaluation": {
        "single answer": "id round verdict grade wasContacted answeredAt editableUntil",
        "remark": "comment",
        "pressure": "wasPressed",
        LINKED: "submission",
    },
    "Person": {
        "person": "id",
        "person once reached": "name phoneMasked",
        "number in full": "phone",
        "with the object": "language isDemo",
        LINKED: "memberships accessTokens phoneDisclosures",
    },
    "Membership": {
        "person": "id",
        "with the object": "role organization areaCode leaderLevel since until",
        LINKED: "portfolio mandates",
    },
    "Portfolio": {
        "person": "id",
        "with the object": "departmentIds categoryCodes since until",
    },
    "Mandate": {"person": "id", "with the object": "office leader since until"},
    "AccessToken": {
        "secret of a person": "id name hint scopes createdAt expiresAt lastUsedAt revokedAt",
    },
    "PhoneDisclosure": {
        "secret of a person": "id role organization reason disclosedAt",
    },
    "Milestone": {"task": "id dueOn text doneAt"},
    "Support": {
        "support": "id version state round kind areaCode assignment department lead requestedAt "
        "dueAt dueIsProvisional givenAt opinion declinedAt declineReason declineText "
        "proposedDepartment isFinal rulingText ruledAt endedAt endReason viewerActions dueOn light "
        "dueExplanation",
        LINKED: "submission",
    },
    "Publication": {
        "published": "id version state title question answer outcome areaCode categoryCode "
        "publishedAt viewerActions",
        "behind a publication": "proposedAt consentedAt withdrawnAt answeredCount meTooCount",
        LINKED: "submission meTooSubmissions",
    },
    "Export": {"taken away": "id kind format rowCount createdAt", "its address": "url"},
    "ImportRun": {
        "brought in": "id version kind state areaCode fileName total done created changed "
        "unchanged failed trouble startedAt finishedAt resultUrl viewerActions",
        LINKED: "lines",
    },
    "ImportLine": {"brought in": "id number state outcome key result column reason"},
    "TierEvidence": {
        "register entry": "id",
        "with the object": "kind year number expiresOn isChecked",
    },
    "FirmTier": {
        "register entry": "id",
        "with the object": "version firm tierCode areaCode state appliedAt decidedAt reviewOn "
        "expiresOn isExpired endedAt viewerActions",
        "ground of a tier": "reason refusal endedFor",
        LINKED: "evidence",
    },
    "ChamberMember": {
        "member of a chamber": "id",
        "with the object": "chamber firm since until",
    },
    "Attachment": {
        "attached": "id",
        "with the object": "mediaType size isFromFirm addedAt name url",
        "firm of a case": "organization",
        "who attached": "addedBy",
    },
    "Withdrawal": {
        "withdrawal": "id withdrawnAt",
        "why withdrawn": "reason text",
        "audit": "finding findingNote auditedAt",
        LINKED: "submission",
    },
    "SubmissionMove": {
        "move": "id number title fromAreaCode toAreaCode reason movedAt",
        LINKED: "submission",
    },
    "CaseMessage": {
        "message": "id text isFromFirm role postedAt",
        "writer": "organization",
        LINKED: "attachments",
    },
    "AccessReceipt": {"receipt": "id role organizationKind kind readOn"},
    "InstructionLine": {
        "instruction": "id version state department isLead dueAt acknowledgeDueAt isOverdue "
        "supersededAt acknowledgedAt reportedAt notEnoughCount closedAt acceptedByOffice "
        "viewerActions",
        "instruction text": "report notEnough",
        LINKED: "instruction",
    },
    "Instruction": {
        "instruction": "id version form type targetType areaCode leader leaderOrganization "
        "actedByOffice textHidden issuedAt dueAt acknowledgeDueAt state supersededAt "
        "releasedSummary summaryReleasedAt viewerActions dueOn signature",
        "instruction text": "text",
        LINKED: "submission corrects correctedBy lines",
    },
    "LeaderRead": {
        "leader's desk": "id leader firstReadAt lastReadAt actedByOffice",
        LINKED: "submission",
    },
    "SentToLeader": {
        "before a leader": "id leader note sentAt",
        LINKED: "submission",
    },
    "InternalNote": {
        "note": "id author role organization text writtenAt",
        LINKED: "submission",
    },
    "Mention": {"secret of a person": "id calledAt doneAt", LINKED: "note"},
    "AnsweringMark": {"note": "id person until"},
    "PastedLine": {"chat": "id author saidAt filedAt filedBy"},
    "Snippet": {
        "kept at the desk": "id version title text isShared isOwn organization",
    },
    "SavedView": {
        "kept at the desk": "id version name target filter isShared isOwn organization",
    },
    "Notice": {
        "secret of a person": "id text eventName toldAt readAt",
        LINKED: "submission task",
    },
    "Event": {
        "step": "id name aboutType aboutId threadId areaCode occurredAt recordedAt payload",
        "role of who acted": "role",
        "actor of a firm": "organizationId",
    },
}
