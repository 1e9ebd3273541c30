import type { ElkExtendedEdge, ElkNode } from "elkjs";
import type { Graph, GraphGroup } from "./model.js";

/** A rectangle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The positions of all elements. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** The groups, in the order of the graph. */
  readonly groups: readonly Box[];
  /** The corners of each edge. */
  readonly edges: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

/** Sizes in pixels. */
export const CARD = { width: 236, height: 46, gap: 10, header: 44, padding: 12 } as const;

/** The number of cards in a row of a group. */
export const columnsOf = ({ contracts }: GraphGroup): number =>
  Math.max(1, Math.min(4, Math.ceil(Math.sqrt(contracts.length / 2))));

function sizeOf(group: GraphGroup): Pick<Box, "width" | "height"> {
  const { width, height, gap, header, padding } = CARD;
  const columns = columnsOf(group);
  const rows = Math.ceil(group.contracts.length / columns);
  return {
    width: columns * (width + gap) - gap + 2 * padding,
    height: header + (rows ? rows * (height + gap) - gap + padding : 0),
  };
}

/**
 * The limits of the layered layout. Larger graphs take longer than a second, and their lines cross too often to follow.
 */
const MOST = { groups: 250, edges: 400, edgesOfGroup: 2.5 } as const;

const canBeFollowed = ({ groups, edges }: Graph): boolean =>
  groups.length <= MOST.groups &&
  edges.length <= MOST.edges &&
  (edges.length <= 40 || edges.length <= groups.length * MOST.edgesOfGroup);

const LAYERED = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.edgeRouting": "ORTHOGONAL",
  // Lines to or from one folder share a trunk. With a separate lane for each line, a picture with hundreds of lines
  // becomes several times wider, and its layout takes twice as long.
  "elk.layered.mergeEdges": "true",
  "elk.layered.thoroughness": "3",
  "elk.layered.spacing.nodeNodeBetweenLayers": "70",
  "elk.spacing.nodeNode": "24",
  "elk.spacing.edgeEdge": "8",
  "elk.spacing.componentComponent": "32",
  "elk.aspectRatio": "1.6",
} as const;
const PACKED = { "elk.algorithm": "rectpacking", "elk.spacing.nodeNode": "24", "elk.aspectRatio": "1.6" } as const;

/**
 * Places the groups of a graph. Importers come before the modules that they import.
 *
 * @param graph - The graph.
 */
export async function placeGroups(graph: Graph): Promise<Layout> {
  // Loaded on demand: half a megabyte that two of five formats need. `require`, because `import` of a CommonJS file
  // reads it two more times to find its format and export names.
  const Elk = require("elkjs/lib/elk.bundled.js") as typeof import("elkjs/lib/elk.bundled.js").default;
  const isLayered = canBeFollowed(graph);
  const edges = isLayered
    ? graph.edges.map(
        ({ from, to }, index): ElkExtendedEdge => ({ id: `e${index}`, sources: [`g${from}`], targets: [`g${to}`] }),
      )
    : [];
  const root: ElkNode = {
    id: "root",
    layoutOptions: { ...(isLayered ? LAYERED : PACKED), "elk.padding": "[top=24,left=24,bottom=24,right=24]" },
    children: graph.groups.map((group, index) => ({ id: `g${index}`, ...sizeOf(group) })),
    edges,
  };
  const placed = await new Elk().layout(root);
  const boxes = (placed.children ?? []).map(({ x = 0, y = 0, width = 0, height = 0 }) => ({ x, y, width, height }));
  const corners = ((placed.edges ?? []) as ElkExtendedEdge[]).map(({ sections = [] }) =>
    sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [startPoint, ...bendPoints, endPoint]),
  );
  return { width: placed.width ?? 0, height: placed.height ?? 0, groups: boxes, edges: corners };
}
