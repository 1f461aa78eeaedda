namespace ExprAutograd.Benchmarks.Tensors;

/// <summary>The side that PyTorch runs: recording, backward and, where there is one, the optimiser's step, each as a PyTorch user would write it for speed.</summary>
/// <remarks>
/// <para>
/// It prints a JSON object a line: first the version, then the name of an item and nanoseconds per iteration, the minimum of rounds that take about a second in
/// all. Everything is on one thread; gradients are set to None and not to zero, which is the faster way.
/// </para>
/// <para>
/// "fifty" is ten operations, five times over, on u, which starts as p = 0.7, with q = 1.3:
/// </para>
/// <code>
/// u = u * q;  u = u + p;  u = sin(u);  u = u * p;  u = exp(u);  u = u / q;  u = tanh(u);  u = u + q;  u = u * u;  u = u / p
/// </code>
/// <para>
/// Its value and gradient are printed too ("fifty: value", "fifty: dp", "fifty: dq"), for the other side to agree with.
/// </para>
/// </remarks>
internal static class PyTorchProgram
{
    public const string Text = """"
        import gc, json, time
        import torch
        from torch.nn import functional as F

        ROUND_NS = 2_000_000
        WARM_UP_NS = 300_000_000
        ITEM_NS = 1_000_000_000

        torch.set_num_threads(1)
        torch.manual_seed(1)

        def report(name, number):
            print(json.dumps({"name": name, "number": number}), flush=True)

        def measure(name, step):
            clock = time.perf_counter_ns
            start = clock()
            while clock() - start < WARM_UP_NS:
                step()
            count = 1
            while True:
                start = clock()
                for _ in range(count):
                    step()
                if clock() - start >= ROUND_NS / 2:
                    break
                count *= 2
            best = float("inf")
            gc.collect()
            gc.disable()
            end = clock() + ITEM_NS
            while clock() < end:
                start = clock()
                for _ in range(count):
                    step()
                best = min(best, (clock() - start) / count)
            gc.enable()
            report(name, best)

        def leaf(*shape, dtype=torch.float64):
            return (torch.randn(*shape, dtype=dtype) * 0.1).requires_grad_()

        def number(value):
            return torch.tensor(value, dtype=torch.float64, requires_grad=True)

        def product():
            p, q, s = number(2.0), number(3.0), number(4.0)
            def step():
                t = (p + q) * s
                t.backward()
                p.grad = q.grad = s.grad = None
            return step

        def fifty(p, q):
            u = p
            for _ in range(5):
                u = u * q
                u = u + p
                u = torch.sin(u)
                u = u * p
                u = torch.exp(u)
                u = u / q
                u = torch.tanh(u)
                u = u + q
                u = u * u
                u = u / p
            return u

        def fifty_step():
            p, q = number(0.7), number(1.3)
            u = fifty(p, q)
            u.backward()
            report("fifty: value", u.item())
            report("fifty: dp", p.grad.item())
            report("fifty: dq", q.grad.item())
            def step():
                p.grad = q.grad = None
                fifty(p, q).backward()
            return step

        # 4-8-1 on a batch of 16: tanh, mean squared error, a step of plain gradient descent.
        def small():
            x, y = torch.randn(16, 4, dtype=torch.float64), torch.randn(16, 1, dtype=torch.float64)
            parameters = w1, b1, w2, b2 = leaf(8, 4), leaf(8), leaf(1, 8), leaf(1)
            def step():
                loss = F.mse_loss(F.linear(torch.tanh(F.linear(x, w1, b1)), w2, b2), y)
                loss.backward()
                with torch.no_grad():
                    for p in parameters:
                        p.sub_(p.grad, alpha=0.01)
                        p.grad = None
            return step

        # inputs-hidden-10: relu, the mean cross-entropy of integer labels. Without an optimiser: loss and gradient.
        def classifier(inputs, hidden, batch, dtype, optimizer=None):
            x, labels = torch.rand(batch, inputs, dtype=dtype), torch.randint(0, 10, (batch,))
            parameters = w1, b1, w2, b2 = leaf(hidden, inputs, dtype=dtype), leaf(hidden, dtype=dtype), leaf(10, hidden, dtype=dtype), leaf(10, dtype=dtype)
            update = optimizer(parameters) if optimizer else None
            def step():
                loss = F.cross_entropy(F.linear(torch.relu(F.linear(x, w1, b1)), w2, b2), labels)
                loss.backward()
                if update:
                    update.step()
                for p in parameters:
                    p.grad = None
            return step

        print(json.dumps({"version": torch.__version__}), flush=True)
        measure("product", product())
        measure("fifty", fifty_step())
        measure("small", small())
        for dtype, type_name in (torch.float64, "float64"), (torch.float32, "float32"):
            for batch in 32, 256, 1024:
                measure(f"mlp-{batch}-{type_name}", classifier(784, 128, batch, dtype))
        measure("digits", classifier(64, 64, 64, torch.float64, lambda parameters: torch.optim.Adam(parameters, lr=1e-3)))
        """";
}
