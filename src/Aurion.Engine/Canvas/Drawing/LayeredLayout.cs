namespace Aurion.Engine.Canvas.Drawing;

/// <summary>
/// Places the nodes of one container in layers from the top, as Sugiyama does: loops are turned round, edges over several layers
/// get a place in each, each layer is ordered by where its neighbours stand, and nodes move as near to these as they can.
/// </summary>
internal sealed class LayeredLayout
{
    private const double GapAcross = 36;
    private const double GapDown = 58; // room for the ports' names
    private const int Sweeps = 8;
    private const int MaxBends = 20_000;

    private readonly List<PictureNode> _nodes;
    private readonly List<PictureEdge> _edges;
    private readonly Dictionary<PictureNode, int> _indexes = [];
    private readonly List<LayerSlot> _slots = []; // the nodes first, then the bends
    private readonly List<(PictureEdge Edge, List<int> Way)> _ways = [];
    private List<LayerSlot>[] _layers = [];

    public LayeredLayout(List<PictureNode> nodes, List<PictureEdge> edges)
    {
        _nodes = nodes;
        _edges = edges;
        foreach (var node in nodes)
        {
            _indexes[node] = _slots.Count;
            _slots.Add(new LayerSlot(node.W, node.H));
        }
    }

    public (double Width, double Height) Place()
    {
        if (_nodes.Count == 0)
        {
            return (0, 0);
        }

        Layer();
        Bend();
        Order();
        var height = PlaceDown();
        PlaceAcross();
        for (var at = 0; at < _nodes.Count; at++)
        {
            (_nodes[at].X, _nodes[at].Y) = (_slots[at].Center - (_slots[at].Width / 2), _slots[at].Top);
        }

        var width = LeadEdges(_slots.Max(static slot => slot.Center + (slot.Width / 2)));
        return (width, height);
    }

    /// <summary>Finds what leads back, and gives each node a layer below all that lead to it.</summary>
    private void Layer()
    {
        var following = new List<(int To, PictureEdge Edge)>[_nodes.Count];
        var comers = new int[_nodes.Count];
        for (var at = 0; at < _nodes.Count; at++)
        {
            following[at] = [];
        }

        foreach (var edge in _edges)
        {
            // What is undone stands above what undoes it; what is ended has no part in the order.
            var (from, to) = edge is { IsDotted: true, Label: "undoes" } ? (_indexes[edge.To], _indexes[edge.From]) : (_indexes[edge.From], _indexes[edge.To]);
            if (edge is not { IsDotted: true, Label: "ends" })
            {
                following[from].Add((to, edge));
                comers[to]++;
            }
        }

        var order = new List<int>(_nodes.Count);
        var state = new byte[_nodes.Count]; // 1 on the way down, 2 done
        foreach (var root in Enumerable.Range(0, _nodes.Count).OrderBy(at => comers[at] == 0 ? 0 : 1))
        {
            Visit(root, following, state, order);
        }

        for (var at = order.Count - 1; at >= 0; at--)
        {
            foreach (var (to, edge) in following[order[at]])
            {
                if (!edge.IsBack)
                {
                    _slots[to].Layer = Math.Max(_slots[to].Layer, _slots[order[at]].Layer + 1);
                }
            }
        }
    }

    private static void Visit(int root, List<(int To, PictureEdge Edge)>[] following, byte[] state, List<int> order)
    {
        if (state[root] != 0)
        {
            return;
        }

        var stack = new Stack<(int Node, int Next)>();
        stack.Push((root, 0));
        state[root] = 1;
        while (stack.TryPop(out var top))
        {
            if (top.Next == following[top.Node].Count)
            {
                state[top.Node] = 2;
                order.Add(top.Node);
                continue;
            }

            stack.Push((top.Node, top.Next + 1));
            var (to, edge) = following[top.Node][top.Next];
            if (state[to] == 1)
            {
                edge.IsBack = true;
            }
            else if (state[to] == 0)
            {
                state[to] = 1;
                stack.Push((to, 0));
            }
        }
    }

    private void Bend()
    {
        foreach (var edge in _edges)
        {
            if (edge.IsBack || edge.IsDotted)
            {
                continue;
            }

            var (from, to) = (_indexes[edge.From], _indexes[edge.To]);
            var way = new List<int> { from };
            for (var layer = _slots[from].Layer + 1; layer < _slots[to].Layer && _slots.Count < MaxBends; layer++)
            {
                way.Add(_slots.Count);
                _slots.Add(new LayerSlot(0, 0) { Layer = layer });
            }

            way.Add(to);
            for (var at = 1; at < way.Count; at++)
            {
                _slots[way[at - 1]].Below.Add(_slots[way[at]]);
                _slots[way[at]].Above.Add(_slots[way[at - 1]]);
            }

            _ways.Add((edge, way));
        }

        foreach (var edge in _edges.Where(static edge => edge is { IsDotted: true, Label: "undoes", IsBack: false }))
        {
            _slots[_indexes[edge.To]].Below.Add(_slots[_indexes[edge.From]]);
            _slots[_indexes[edge.From]].Above.Add(_slots[_indexes[edge.To]]);
        }

        _layers = [.. Enumerable.Range(0, 1 + _slots.Max(static slot => slot.Layer)).Select(static _ => new List<LayerSlot>())];
        foreach (var slot in _slots)
        {
            slot.Place = _layers[slot.Layer].Count;
            _layers[slot.Layer].Add(slot);
        }
    }

    private void Order()
    {
        var best = Crossings();
        var kept = _layers.Select(static layer => layer.ToArray()).ToArray();
        for (var sweep = 0; sweep < Sweeps && best > 0; sweep++)
        {
            var isDown = sweep % 2 == 0;
            for (var step = 1; step < _layers.Length; step++)
            {
                var layer = _layers[isDown ? step : _layers.Length - 1 - step];
                foreach (var slot in layer)
                {
                    var near = isDown ? slot.Above : slot.Below;
                    slot.Wish = near.Count == 0 ? slot.Place : near.Average(static one => (double)one.Place);
                }

                Take(layer, [.. layer.OrderBy(static slot => slot.Wish).ThenBy(static slot => slot.Place)]);
            }

            var crossings = Crossings();
            if (crossings < best)
            {
                best = crossings;
                kept = [.. _layers.Select(static layer => layer.ToArray())];
            }
        }

        for (var at = 0; at < _layers.Length; at++)
        {
            Take(_layers[at], kept[at]);
        }
    }

    private static void Take(List<LayerSlot> layer, LayerSlot[] order)
    {
        layer.Clear();
        layer.AddRange(order);
        for (var at = 0; at < order.Length; at++)
        {
            order[at].Place = at;
        }
    }

    private long Crossings()
    {
        var crossings = 0L;
        foreach (var layer in _layers)
        {
            var ends = new List<int>();
            foreach (var slot in layer)
            {
                foreach (var below in slot.Below.Where(one => one.Layer == slot.Layer + 1).OrderBy(static one => one.Place))
                {
                    // Kept sorted: what stands behind it was crossed.
                    var at = ends.BinarySearch(below.Place);
                    at = at < 0 ? ~at : at;
                    while (at < ends.Count && ends[at] == below.Place)
                    {
                        at++;
                    }

                    crossings += ends.Count - at;
                    ends.Insert(at, below.Place);
                }
            }
        }

        return crossings;
    }

    private double PlaceDown()
    {
        var top = 0d;
        foreach (var layer in _layers)
        {
            var height = layer.Max(static slot => slot.Height);
            foreach (var slot in layer)
            {
                slot.LayerTop = top;
                slot.LayerBottom = top + height;
                slot.Top = top + ((height - slot.Height) / 2);
            }

            top += height + GapDown;
        }

        return top - GapDown;
    }

    private void PlaceAcross()
    {
        foreach (var layer in _layers)
        {
            var x = 0d;
            foreach (var slot in layer)
            {
                slot.Center = x + (slot.Width / 2);
                x += slot.Width + GapAcross;
            }
        }

        for (var sweep = 0; sweep < 2 * Sweeps; sweep++)
        {
            var isDown = sweep % 2 == 0;
            for (var step = 0; step < _layers.Length; step++)
            {
                var layer = _layers[isDown ? step : _layers.Length - 1 - step];
                foreach (var slot in layer)
                {
                    var near = isDown ? slot.Above : slot.Below;
                    slot.Wish = near.Count == 0 ? slot.Center : near.Average(static one => one.Center);
                }

                Settle(layer);
            }
        }

        var left = _slots.Min(static slot => slot.Center - (slot.Width / 2));
        foreach (var slot in _slots)
        {
            slot.Center -= left;
        }
    }

    /// <summary>Moves a layer's slots as near to their wishes as their order and width allow: least squares, by pooling neighbours that push each other.</summary>
    private static void Settle(List<LayerSlot> layer)
    {
        var pools = new List<(double Sum, double Weight, int Count)>();
        var offset = 0d;
        var offsets = new double[layer.Count];
        for (var at = 0; at < layer.Count; at++)
        {
            offset += at == 0 ? 0 : ((layer[at - 1].Width + layer[at].Width) / 2) + GapAcross;
            offsets[at] = offset;
            var weight = layer[at].Width == 0 ? 3d : 1d; // long edges like to be straight
            var pool = (Sum: (layer[at].Wish - offset) * weight, Weight: weight, Count: 1);
            while (pools.Count > 0 && pools[^1].Sum / pools[^1].Weight > pool.Sum / pool.Weight)
            {
                pool = (pool.Sum + pools[^1].Sum, pool.Weight + pools[^1].Weight, pool.Count + pools[^1].Count);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(pool);
        }

        var next = 0;
        foreach (var (sum, weight, count) in pools)
        {
            for (var end = next + count; next < end; next++)
            {
                layer[next].Center = (sum / weight) + offsets[next];
            }
        }
    }

    /// <summary>Gives the edges their points, those that lead back round on the right.</summary>
    /// <returns>The width, with those.</returns>
    private double LeadEdges(double width)
    {
        var leaving = Spread(static way => way[0], static way => way[1]);
        var coming = Spread(static way => way[^1], static way => way[^2]);
        var backs = 0;
        var rights = _layers.Select(static layer => layer.Max(static slot => slot.Center + (slot.Width / 2))).ToArray();
        foreach (var (edge, way) in _ways)
        {
            var (from, to) = (_slots[way[0]], _slots[way[^1]]);
            edge.Points.Add((from.Center + leaving[edge], from.Top + from.Height));
            foreach (var bend in way.Skip(1).SkipLast(1).Select(at => _slots[at]))
            {
                edge.Points.Add((bend.Center, bend.LayerTop));
                edge.Points.Add((bend.Center, bend.LayerBottom));
            }

            edge.Points.Add((to.Center + coming[edge], to.Top));
        }

        foreach (var edge in _edges.Where(static edge => edge.Points.Count == 0 && edge is { IsBack: true } or { IsDotted: true, Label: "ends" }))
        {
            edge.IsBack = true;
            var (from, to) = (_slots[_indexes[edge.From]], _slots[_indexes[edge.To]]);
            var (least, most) = (Math.Min(from.Layer, to.Layer), Math.Max(from.Layer, to.Layer));
            var far = 28 + (14 * (backs++ % 8)) + rights[least..(most + 1)].Max();
            var dip = from == to ? from.Height / 4 : 0;
            edge.Points.Add((from.Center + (from.Width / 2), from.Top + (from.Height / 2) + dip));
            edge.Points.Add((far, (from.Top + to.Top + ((from.Height + to.Height) / 2)) / 2));
            edge.Points.Add((to.Center + (to.Width / 2), to.Top + (to.Height / 2) - dip));
            width = Math.Max(width, far + (edge.Label is null ? 0 : 30));
        }

        return width;
    }

    /// <summary>Tells how far from the middle each edge meets a node, so that several do not meet it in one point.</summary>
    private Dictionary<PictureEdge, double> Spread(Func<List<int>, int> at, Func<List<int>, int> next)
    {
        var spread = new Dictionary<PictureEdge, double>();
        foreach (var group in _ways.GroupBy(way => at(way.Way)))
        {
            var edges = group.OrderBy(way => _slots[next(way.Way)].Center).Select(static way => way.Edge).ToArray();
            var gap = Math.Min(30, (_slots[group.Key].Width - 40) / edges.Length);
            for (var place = 0; place < edges.Length; place++)
            {
                spread[edges[place]] = (place - ((edges.Length - 1) / 2d)) * gap;
            }
        }

        return spread;
    }
}
