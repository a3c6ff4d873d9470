import type { z } from 'zod';

/** A request: how its parameters are checked, and what it answers. */
export interface RequestSpec<Params extends z.ZodType, Result> {
  readonly params: Params;
  /** Never there at run time; carries the type. */
  readonly result?: Result;
}

/** `request<Result>()(params)`: the result is only a type, so it is given first. */
export function request<Result>() {
  return <Params extends z.ZodType>(params: Params): RequestSpec<Params, Result> => ({ params });
}

type RequestMap = Readonly<Record<string, RequestSpec<z.ZodType, unknown>>>;
export type ParamsOf<Spec> = Spec extends RequestSpec<infer Params, unknown> ? z.input<Params> : never;
export type CheckedParamsOf<Spec> =
  Spec extends RequestSpec<infer Params, unknown> ? z.output<Params> : never;
export type ResultOf<Spec> = Spec extends RequestSpec<z.ZodType, infer Result> ? Result : never;

/** What answers a family of requests. */
export type Handlers<Map extends RequestMap> = {
  readonly [Name in keyof Map]: (
    params: CheckedParamsOf<Map[Name]>,
  ) => Promise<ResultOf<Map[Name]>> | ResultOf<Map[Name]>;
};
