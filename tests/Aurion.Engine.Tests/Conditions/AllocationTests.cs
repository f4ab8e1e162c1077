using Aurion.Engine.Conditions;

namespace Aurion.Engine.Tests.Conditions;

public sealed class AllocationTests
{
    [Fact]
    public void Evaluate_OrdinaryConditions_AllocateNothing()
    {
        var compiled = Judge.Compile(
            """
            [
              {"field":"priority","operator":"in","value":["high","urgent"]},
              {"field":"requester.plan","operator":"equals","value":"Gold"},
              {"field":"subject","operator":"contains","value":"PRINTER"},
              {"field":"subject","operator":"not_starts_with","value":["fw:","re:"]},
              {"field":"tags","operator":"contains_all","value":["vip","größe"]},
              {"field":"score","operator":"between","value":[1.5,"1e3"]},
              {"field":"priority","operator":"greater_than","value":"low"},
              {"field":"created_at","operator":"older_than","value":"PT1H"},
              {"field":"created_at","operator":"before","value":"2026-11-24"},
              {"none":[{"field":"assignee","operator":"is_present"},{"field":"items[0].id","operator":"neq","value":7}]}
            ]
            """);
        var context = Judge.Context(
            """
            {"priority":"HIGH","requester":{"plan":"gold"},"subject":"Broken printer on floor 3 \u00e9","tags":["Vip","GRÖSSE","größe"],"score":42.0,
            "created_at":"2026-11-23T08:00:00+01:00","assignee":" ","items":[{"id":7}]}
            """,
            "Europe/Berlin");
        Assert.Equal(Truth.True, compiled.Evaluate(context));

        // Code that the runtime has not optimised yet allocates in places of its own: what counts is that it ends.
        long allocated = -1;
        for (var batch = 0; batch < 1_000 && allocated != 0; batch++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var round = 0; round < 200; round++)
            {
                compiled.Evaluate(context);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }
}
