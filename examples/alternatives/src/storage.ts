/**
 * Two deployments: the cloud has a bucket, a laptop has a folder.
 *
 * @importspy {
 *   env: { DEPLOYMENT: "cloud"; BUCKET: `s3://${string}`; BUCKET_KEY: Secret };
 * } In the cloud: the bucket's name and key come from the platform team.
 * @importspy {
 *   env: { DEPLOYMENT?: "laptop"; DATA_FOLDER: string & MinLength<1> };
 * } On a laptop: set DATA_FOLDER to an empty folder.
 */
export const storage = process.env.BUCKET ?? `folder ${process.env.DATA_FOLDER}`;
