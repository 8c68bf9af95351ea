// Made by frontend/gen_types.py from schema.graphql and src/documents; do not edit.

export interface TypedDocument<Result, Variables> {
  readonly id: string
  readonly text: string
  readonly types?: [Result, Variables]
}

export interface AccessTokenCreateInput { days?: number; idempotencyKey: string; name: string; scopes?: Array<Scope> }

export type Channel = 'API' | 'FORM' | 'GROUP' | 'IMPORT' | 'PHONE' | 'SALON' | 'STATEMENT' | 'VISIT'

export type RateMissing = 'NO_DATA' | 'SMALL_SAMPLE'

export type Role = 'ADMIN' | 'APP' | 'AUDITOR' | 'CHAMBER_HEAD' | 'COORDINATOR' | 'DEPARTMENT_HEAD' | 'ENTREPRENEUR' | 'FEDERATION' | 'LEADER' | 'LEADER_OFFICE' | 'OFFICER' | 'SUPERVISOR'

export type Scope = 'ACCOUNT_WRITE' | 'IDENTITY' | 'ORGANIZATIONS_WRITE' | 'READ' | 'SUBMISSIONS_WRITE' | 'TASKS_WRITE'

export interface SignInInput { code: string; idempotencyKey: string; phone: string }

export interface SignInRequestCodeInput { idempotencyKey: string; phone: string }

export interface SignOutInput { everywhere?: boolean; idempotencyKey: string }

export interface StatisticsInput { acceptedFrom?: string | null; acceptedTo?: string | null; areaCode: string; asOf?: string | null; categories?: Array<string> | null; channels?: Array<Channel> | null; departmentCodes?: Array<string> | null; includeSubareas?: boolean; tiers?: Array<string> | null }

export type Me = { name: string | null; memberships: { nodes: Array<{ role: Role; organization: { name: string; nameEn: string | null } | null }> } }

export type Ratio = { numerator: number | null; denominator: number | null; rate: string | null; missing: RateMissing | null }

export type RequestCodeResult = { signInRequestCode: { userErrors: Array<{ message: string }> } }
export type RequestCodeVariables = { input: SignInRequestCodeInput }
export const requestCode: TypedDocument<RequestCodeResult, RequestCodeVariables> = {
  id: 'sha256:bf1c983fccaafbddf853cb3f9dd43b50ab1784bea5f851b848aa97cf409cb12f',
  text: "mutation RequestCode($input:SignInRequestCodeInput!){signInRequestCode(input:$input){userErrors{message}}}",
}

export type SignInResult = { signIn: { viewer: Me | null; userErrors: Array<{ message: string }> } }
export type SignInVariables = { input: SignInInput }
export const signIn: TypedDocument<SignInResult, SignInVariables> = {
  id: 'sha256:a747dd924d1208fdb8897ee6939c0ddcc6afef311fc25daaef39a5ee1e83b3b9',
  text: "mutation SignIn($input:SignInInput!){signIn(input:$input){viewer{...Me}userErrors{message}}}fragment Me on Person{name memberships{nodes{role organization{name nameEn}}}}",
}

export type SignOutResult = { signOut: { userErrors: Array<{ message: string }> } }
export type SignOutVariables = { input: SignOutInput }
export const signOut: TypedDocument<SignOutResult, SignOutVariables> = {
  id: 'sha256:aebc59e3a24e73cbb4960d00e751977f889624e95665296c3d11935ba030e574',
  text: "mutation SignOut($input:SignOutInput!){signOut(input:$input){userErrors{message}}}",
}

export type CreateTokenResult = { accessTokenCreate: { secret: string | null; userErrors: Array<{ message: string }> } }
export type CreateTokenVariables = { input: AccessTokenCreateInput }
export const createToken: TypedDocument<CreateTokenResult, CreateTokenVariables> = {
  id: 'sha256:7da4f47dd4e1b80debf5f3d96fdcfabcca8bff19acd68f7a9d595dee59648583',
  text: "mutation CreateToken($input:AccessTokenCreateInput!){accessTokenCreate(input:$input){secret userErrors{message}}}",
}

export type FiguresResult = { viewer: Me | null; statistics: { submissionCount: number | null; completion: Ratio; onTime: Ratio; surveyResponse: Ratio; satisfaction: Ratio } }
export type FiguresVariables = { input: StatisticsInput }
export const figures: TypedDocument<FiguresResult, FiguresVariables> = {
  id: 'sha256:4a6a932c9d3b03458185ceff62a4983e821b3c7b9589722fb150732e178b48d4',
  text: "query Figures($input:StatisticsInput!){viewer{...Me}statistics(input:$input){submissionCount completion{...Ratio}onTime{...Ratio}surveyResponse{...Ratio}satisfaction{...Ratio}}}fragment Me on Person{name memberships{nodes{role organization{name nameEn}}}}fragment Ratio on Ratio{numerator denominator rate missing}",
}
