/** What is to be known of a dataset before it is used. */
export interface DatasetCard {
  readonly title: string;
  readonly task: string;
  readonly rows: number;
  readonly description: string;
  readonly origin: string;
  readonly licence: string;
  readonly limits: string;
  /** Names for what the file has as labels. */
  readonly labels?: Readonly<Record<string, string>>;
}
