using Aurion.Engine.Runs;

namespace Aurion.Engine.PublicTests.Golden;

/// <summary>The golden files of runs whose branches meet.</summary>
internal static class GoldenJoins
{
    public static void Keep()
    {
        GoldenFolder.KeepNew<RunEvent>("run-event.branchjoined", new RunEvent.BranchJoined { Key = "run_01kh3zb2nv002e54a0pja7axg9/gather/1", From = "ask", IsAbsorbed = true });
        GoldenFolder.KeepNew("marking.join", Marking.Read("""
            {"format":1,"now":"2026-02-12T14:30:00+00:00","status":"running","run":"run_01kh3zb2nv002e54a0pja7axg9","tenant":"default",
             "steps":[{"node":0},{"node":1,"visits":2}],
             "tokens":[{"id":1,"node":2,"forks":[1,2,0,1],"key":"run_01kh3zb2nv002e54a0pja7axg9/gather/1","wait":"siblings","edge":1},
                       {"id":2,"node":3,"forks":[0,1],"key":"run_01kh3zb2nv002e54a0pja7axg9/ask/1","wait":"pending"}],
             "fired":[{"join":4,"visit":2,"home":0}],
             "last_token":3,"recorded":9}
            """u8));
    }
}
